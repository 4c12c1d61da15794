using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Models.Stacks;

/// <summary>Which way of computing a stack's convolutions is fastest.</summary>
public static class FastestConvolution
{
    private const int WarmUpSteps = 3, TimedSteps = 5;

    private static readonly ConcurrentDictionary<string, ConvolutionKind> s_found = [];

    /// <summary>
    /// The fastest way for a stack of these networks: on a GPU by timing a few passes forward and back of each, once in this process for
    /// stacks of the same shape; on the host always the grouped convolution, so that a run that goes on gets the very numbers it would have
    /// had, and no timing decides.
    /// </summary>
    /// <param name="members">The networks.</param>
    /// <param name="batch">Images of each member and step.</param>
    public static ConvolutionKind Of(IReadOnlyList<Network> members, int batch)
    {
        var parameter = members[0].Parameters.Values.First();
        var blueprint = members[0].Blueprint;
        if (parameter.device_type == DeviceType.CPU || !blueprint.Leaves.Any(layer => layer is Blueprints.ConvolutionLayer))
            return ConvolutionKind.Grouped;
        var key = string.Create(
            CultureInfo.InvariantCulture, $"{members.Count} of {StackShape.Of(blueprint)} by {batch} as {parameter.dtype} on {parameter.device}");
        return s_found.GetOrAdd(key, _ => Enum.GetValues<ConvolutionKind>().MinBy(kind => Seconds(members, batch, kind)));
    }

    /// <summary>Seconds of a few passes forward and back; infinite if the device has no memory for them.</summary>
    internal static double Seconds(IReadOnlyList<Network> members, int batch, ConvolutionKind kind)
    {
        using var scope = NewDisposeScope();
        try
        {
            using var stack = new StackedNetwork(members, kind);
            stack.Gather();
            var (input, parameters) = (members[0].Blueprint.Input, stack.Parameters);
            var images = ones([batch, members.Count, input.Channels, input.Height, input.Width], dtype: parameters.dtype, device: parameters.device)
                .transpose(0, 1);
            for (var step = 0; step < WarmUpSteps; step++)
                Pass(stack, images);
            var clock = Stopwatch.StartNew();
            for (var step = 0; step < TimedSteps; step++)
                Pass(stack, images);
            return clock.Elapsed.TotalSeconds;
        }
        catch (Exception error) when (error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase))
        {
            return double.PositiveInfinity;
        }
    }

    private static void Pass(StackedNetwork stack, Tensor images)
    {
        using var scope = NewDisposeScope();
        stack.Parameters.grad = null;
        stack.Forward(images).sum().backward();
        // Reading a number waits for the device.
        _ = stack.Parameters.grad!.narrow(1, 0, 1).sum().ToDoubles();
    }
}

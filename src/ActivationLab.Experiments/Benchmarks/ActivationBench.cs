using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Models.Settings;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>Makes the module of an activation for inputs of a size, in place or not.</summary>
internal delegate Module<Tensor, Tensor> ModuleFactory(ActivationSettings settings, TensorSize size, bool inPlace);

/// <summary>
/// Times activations beside ReLU, on standard normal pre-activations in single precision. The two take turns of a few milliseconds, who is
/// first changing from round to round, so that a machine that speeds up or slows down favours neither. Writes no files.
/// </summary>
public static class ActivationBench
{
    // A call has its input, a copy of that, the output, its gradient and the gradient of the input; RReLU makes three more on the way.
    private const int TensorsOfACall = 8;

    /// <summary>Makes all comparisons of the options.</summary>
    /// <param name="options">What, and how.</param>
    /// <param name="progress">Hears how many comparisons are done.</param>
    /// <param name="cancellation">Stops between two rounds.</param>
    /// <exception cref="UserException">There is no such device, or a size does not fit into memory (exit code 2).</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<ActivationTiming> Run(
        ActivationBenchOptions options, IProgress<int>? progress = null, CancellationToken cancellation = default) =>
        Run(options, ActivationForm.Build, progress, cancellation);

    internal static IReadOnlyList<ActivationTiming> Run(
        ActivationBenchOptions options, ModuleFactory build, IProgress<int>? progress, CancellationToken cancellation)
    {
        TorchRuntime.SetThreads(options.Threads);
        TorchRuntime.SetPrecision(TrainPrecision.Float32);
        var device = TorchRuntime.Device(options.Device);
        foreach (var size in options.Sizes)
            CheckMemory(size, device);
        var timings = new List<ActivationTiming>();
        foreach (var inputs in options.Comparisons.GroupBy(comparison => (comparison.Size, comparison.Layout)))
        {
            var (size, layout) = inputs.Key;
            using var scope = NewDisposeScope();
            try
            {
                var z = Normal(size, layout, device).requires_grad_();
                var gradient = Normal(size, layout, device);
                foreach (var comparison in inputs)
                {
                    timings.Add(Compare(comparison, options, build, z, gradient, cancellation));
                    progress?.Report(timings.Count);
                }
            }
            catch (Exception error) when (IsOutOfMemory(error))
            {
                throw TooLarge(size, "than the device has free");
            }
        }
        return timings;
    }

    private static ActivationTiming Compare(
        ActivationComparison comparison, ActivationBenchOptions options, ModuleFactory build, Tensor z, Tensor gradient, CancellationToken cancellation)
    {
        var (form, clock) = (comparison.Form, new DeviceClock(z.device, options.Time));
        using var activation = Timer(comparison.Activation, form.InPlace);
        using var relu = Timer(BenchedActivation.Relu, form.BaselineInPlace);
        var (calls, reluCalls) = (activation.CallsFor(options.Turn), relu.CallsFor(options.Turn));
        var rounds = new TimedRound[options.Rounds];
        for (var round = 0; round < rounds.Length; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            double seconds, baseline;
            if (round % 2 == 0)
                (baseline, seconds) = (relu.SecondsPerCall(reluCalls), activation.SecondsPerCall(calls));
            else
                (seconds, baseline) = (activation.SecondsPerCall(calls), relu.SecondsPerCall(reluCalls));
            rounds[round] = new TimedRound(seconds, baseline);
        }
        return new ActivationTiming(comparison, calls, reluCalls, rounds);

        ModuleTimer Timer(BenchedActivation which, bool inPlace) =>
            new(build(which.Settings, comparison.Size, inPlace).to(z.device), z, gradient, comparison.Pass, clock);
    }

    // Standard normal numbers in the order of memory that the layout says.
    private static Tensor Normal(TensorSize size, TensorLayout layout, Device device)
    {
        if (layout == TensorLayout.Contiguous)
            return randn(size.Shape, dtype: ScalarType.Float32, device: device);
        var (height, width) = size.Map ?? throw new ArgumentException($"{size} has no channels", nameof(size));
        return randn([size.Batch, height, width, size.Units], dtype: ScalarType.Float32, device: device).permute(0, 3, 1, 2);
    }

    private static void CheckMemory(TensorSize size, Device device)
    {
        if (device.type != DeviceType.CPU)
            return;
        var needed = size.Count * sizeof(float) * TensorsOfACall;
        double available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
            throw TooLarge(size, string.Create(CultureInfo.InvariantCulture, $"({needed / 1e9:N0} GB) than this machine has ({available / 1e9:N0} GB)"));
    }

    private static bool IsOutOfMemory(Exception error) => error is OutOfMemoryException
        || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    private static UserException TooLarge(TensorSize size, string than) => new($"size {size}: needs more memory {than}; measure a smaller one", 2);
}

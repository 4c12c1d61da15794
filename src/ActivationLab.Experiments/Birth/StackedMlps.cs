using ActivationLab.Models;
using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;
using ActivationLab.Models.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Birth;

/// <summary>
/// Draws and probes many fully connected networks at once: the weights of one layer are one tensor [networks, out, in], and a layer is one
/// batched product. The weights come from the same distributions as <see cref="Network.Initialise"/>'s, but from a generator a layer and
/// stack, so that they are other draws.
/// </summary>
internal sealed class StackedMlps(Blueprint blueprint, InitSettings init, long seed, BirthInputs inputs)
{
    // In single-precision numbers. A larger stack is no faster, but has the system provide fresh memory for every layer.
    private const long NumbersOfAStack = 6_000_000;
    private const long MostNumbersOfANetwork = 24_000_000;
    private const int MostNetworks = 16_384;

    private readonly Dictionary<WeightLayer, InitialDistribution> _distributions =
        InitialDistribution.OfLayers(blueprint, init).ToDictionary(layer => layer.Layer, layer => layer.Distribution);

    /// <summary>Draws the weights [networks, out, in] of a layer of the stack with that number.</summary>
    internal Func<WeightLayer, InitialDistribution, long[], int, Tensor> DrawWeights { get; init; } = (layer, distribution, shape, stack) =>
    {
        using var generator = new Generator((ulong)SeedStream.Derive(seed, $"probe {layer.Name}.weight", stack));
        return distribution.Draw(shape, generator);
    };

    // A network's share: the weights of its largest layer, and its activations, of which a few copies and two in double precision live at once.
    private long NumbersOfANetwork => blueprint.Layers.OfType<LinearLayer>().Max(layer =>
        layer.FanIn * layer.OutFeatures + 7 * inputs.Rows.shape[0] * Math.Max(layer.InFeatures, layer.OutFeatures));

    /// <summary>Whether a network is a chain of fully connected layers with their activations.</summary>
    public static bool CanBuild(Blueprint blueprint) => blueprint.Layers.All(layer =>
        layer is FlattenLayer or LinearLayer or ActivationLayer or DropoutLayer);

    /// <summary>Whether a single such network is small enough to be handled in one piece.</summary>
    public bool Fits => NumbersOfANetwork <= MostNumbersOfANetwork;

    /// <summary>Draws so many networks.</summary>
    public IEnumerable<BirthSample> Draw(int networks)
    {
        var most = (int)Math.Clamp(NumbersOfAStack / NumbersOfANetwork, 1, MostNetworks);
        for (var (stack, done) = (0, 0); done < networks; stack++, done += most)
        {
            foreach (var sample in DrawStack(Math.Min(most, networks - done), stack))
                yield return sample;
        }
    }

    private BirthSample[] DrawStack(int networks, int stack)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var rows = inputs.Rows.shape[0];
        var layers = new List<LayerOfStack>();
        var x = inputs.Rows.flatten(1).expand(networks, rows, inputs.Shape.Size); // [networks, rows, features]
        foreach (var layer in blueprint.Layers)
        {
            // Dropout does nothing in evaluation, and the inputs are flat already.
            if (layer is LinearLayer linear)
            {
                using var layerScope = NewDisposeScope();
                var weight = DrawWeights(linear, _distributions[linear], [networks, linear.OutFeatures, linear.InFeatures], stack);
                x = Replace(x, x.bmm(weight.to(x.device).transpose(1, 2)).add_(init.Bias));
                layers.Add(Measure(x.narrow(1, 0, inputs.Count)));
            }
            else if (layer is ActivationLayer activation)
            {
                using var module = ActivationModules.Build(activation);
                using var layerScope = NewDisposeScope();
                module.to(x.device).eval();
                x = Replace(x, module.call(x.view(networks * rows, activation.Units)).view(networks, rows, activation.Units));
            }
        }
        var differing = x.amax(1).ne(x.amin(1)).sum(1).ToLongs();
        return [.. Enumerable.Range(0, networks).Select(network => new BirthSample(
            [.. layers.Select(layer => layer.Means[network])],
            [.. layers.Select(layer => layer.SecondMoments[network])],
            [.. layers.Select(layer => layer.DeadUnits[network])],
            differing[network] == 0))];
    }

    private static Tensor Replace(Tensor old, Tensor with)
    {
        old.Dispose();
        return with.MoveToOuterDisposeScope();
    }

    // z: [networks, inputs, units]
    private static LayerOfStack Measure(Tensor z)
    {
        using var scope = NewDisposeScope();
        return new LayerOfStack(
            z.mean([1, 2], type: ScalarType.Float64).ToDoubles(),
            z.to(ScalarType.Float64).square().mean([1, 2]).ToDoubles(),
            z.amax(1).le(0).sum(1).ToLongs());
    }

    // A number a network.
    private sealed record LayerOfStack(double[] Means, double[] SecondMoments, long[] DeadUnits);
}

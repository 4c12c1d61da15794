using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Models.Initialisation;

/// <summary>The distribution that the weights of one layer are drawn from, with mean 0.</summary>
/// <param name="StandardDeviation">Its standard deviation.</param>
/// <param name="IsUniform">Uniform between ±sqrt(3)·std, else normal.</param>
public readonly record struct InitialDistribution(double StandardDeviation, bool IsUniform)
{
    /// <summary>The distributions of all layers with weights.</summary>
    public static IReadOnlyList<(WeightLayer Layer, InitialDistribution Distribution)> OfLayers(Blueprint blueprint, InitSettings init) =>
        [.. NeighbouringActivations.Of(blueprint).Select(weighted => (weighted.Layer, Of(weighted.Layer, init, Gain(weighted, init))))];

    /// <summary>The distribution of a layer whose activation has a gain (<see cref="ActivationGain"/>).</summary>
    public static InitialDistribution Of(WeightLayer layer, InitSettings init, double gain) => init switch
    {
        KaimingSettings kaiming => new(
            (kaiming.A is { } a ? ActivationGain.OfNegativeSlope(a) : gain)
                / Math.Sqrt(kaiming.Mode == Fan.FanIn ? layer.FanIn : layer.FanOut),
            kaiming is KaimingUniformSettings),
        XavierSettings xavier => new(xavier.Gain * Math.Sqrt(2.0 / (layer.FanIn + layer.FanOut)), xavier is XavierUniformSettings),
        NormalSettings normal => new(normal.Std, IsUniform: false),
        _ => throw new ArgumentException($"no distribution for {init.GetType().Name}", nameof(init)),
    };

    /// <summary>Draws a tensor on the host, in single precision.</summary>
    public Tensor Draw(long[] shape, Generator generator) => IsUniform
        ? rand(shape, ScalarType.Float32, generator: generator).sub_(0.5).mul_(2 * Math.Sqrt(3) * StandardDeviation)
        : randn(shape, ScalarType.Float32, generator: generator).mul_(StandardDeviation);

    // Going forward, a layer's inputs have passed the activation before it, and their second moment decides (He et al. 2015, eq. 8 to 10);
    // going backward it is the activation after it (eq. 13 and 14). At the ends of the network the nearest one stands in.
    private static double Gain(NeighbouringActivations neighbours, InitSettings init)
    {
        var (_, before, after) = neighbours;
        var decisive = init is KaimingSettings { Mode: Fan.FanOut } ? after ?? before : before ?? after;
        return decisive is null ? 1 : ActivationGain.Of(decisive.Settings);
    }
}

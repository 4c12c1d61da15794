using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActivationLab.Models.Initialisation;

/// <summary>Kaiming initialisation of all weights; biases start at 0, batch normalisation and slopes as their modules were made.</summary>
public static class KaimingNormal
{
    /// <summary>std = sqrt(2 / ((1 + a²)·fan)) (He et al. 2015, arXiv 1502.01852, eq. 15; eq. 10 for a = 0).</summary>
    public static double StandardDeviation(double a, long fan) => Math.Sqrt(2 / ((1 + a * a) * fan));

    /// <summary>The negative slope that the initialisation assumes: the given one, or (auto) the activation's at the start.</summary>
    public static double AssumedSlope(NetworkSettings settings) =>
        settings.Init is KaimingNormalSettings { A: { } given } ? given : settings.Activation.InitialNegativeSlope;

    /// <summary>
    /// Draws the weights of a network. Every weight has a generator of its own on the host, seeded from its name: so the directions are the
    /// same for every activation, gain, device and order of layers.
    /// </summary>
    /// <param name="parameters">The parameters to fill, by name (<c>features.0.weight</c>).</param>
    /// <param name="blueprint">The layers, for their fans.</param>
    /// <param name="settings">Mode and slope.</param>
    /// <param name="seed">Seed of the trial.</param>
    public static void Apply(
        IReadOnlyDictionary<string, Parameter> parameters, Blueprint blueprint, NetworkSettings settings, long seed)
    {
        var init = (KaimingNormalSettings)settings.Init;
        var a = AssumedSlope(settings);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var layer in blueprint.Layers.OfType<WeightLayer>())
        {
            var name = layer.Name + ".weight";
            var weight = parameters[name];
            using var generator = new Generator((ulong)SeedStream.Derive(seed, "init " + name));
            var directions = randn(weight.shape, ScalarType.Float32, generator: generator);
            weight.copy_(directions * StandardDeviation(a, init.Mode == Fan.FanIn ? layer.FanIn : layer.FanOut));
            if (layer.Bias)
                parameters[layer.Name + ".bias"].zero_();
        }
    }
}

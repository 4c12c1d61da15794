using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActivationLab.Models.Initialisation;

/// <summary>Sets weights and biases before training; batch normalisation and slopes stay as their modules were made.</summary>
public static class Initialiser
{
    /// <summary>
    /// Draws the weights of a network and sets its biases. Every weight has a generator of its own on the host, seeded from its name: so the
    /// directions are the same for every activation, gain, device and order of layers.
    /// </summary>
    /// <param name="parameters">The parameters to fill, by name (<c>features.0.weight</c>).</param>
    /// <param name="blueprint">The layers, for their fans and activations.</param>
    /// <param name="init">The distribution.</param>
    /// <param name="seed">Seed of the trial.</param>
    public static void Apply(IReadOnlyDictionary<string, Parameter> parameters, Blueprint blueprint, InitSettings init, long seed)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (layer, distribution) in InitialDistribution.OfLayers(blueprint, init))
        {
            var name = layer.Name + ".weight";
            var weight = parameters[name];
            using var generator = new Generator((ulong)SeedStream.Derive(seed, "init " + name));
            using (var drawn = distribution.Draw(weight.shape, generator))
                weight.copy_(drawn);
            if (layer.Bias)
                parameters[layer.Name + ".bias"].fill_(init.Bias);
        }
    }
}

using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;
using ActivationLab.Models.Settings;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models;

/// <summary>
/// A network built from its blueprint: a PyTorch Sequential of sections (<c>features</c>, <c>flatten</c>, <c>classifier</c>), so its
/// parameters have the names that PyTorch gives them.
/// </summary>
public sealed class Network : IDisposable
{
    private readonly Dictionary<string, Parameter> _parameters;

    private Network(Blueprint blueprint, Sequential module, IReadOnlyList<ActivationSite> activations)
    {
        Blueprint = blueprint;
        Module = module;
        Activations = activations;
        _parameters = module.named_parameters().ToDictionary(named => named.name, named => named.parameter);
    }

    /// <summary>What it was built from.</summary>
    public Blueprint Blueprint { get; }

    /// <summary>From images [batch, channels, height, width] to logits [batch, classes].</summary>
    public Sequential Module { get; }

    /// <summary>The activations, from the image to the logits, for hooks.</summary>
    public IReadOnlyList<ActivationSite> Activations { get; }

    /// <summary>The parameters by name (<c>features.0.weight</c>).</summary>
    public IReadOnlyDictionary<string, Parameter> Parameters => _parameters;

    /// <summary>Builds and initialises a network on a device.</summary>
    /// <param name="settings">Shape, activation, initialisation.</param>
    /// <param name="input">Shape of one image.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Seed of the trial.</param>
    /// <param name="device">Where it shall live; null for the host.</param>
    /// <param name="type">Type of its parameters; null for single precision.</param>
    public static Network Build(
        NetworkSettings settings, ImageShape input, int classes, long seed, Device? device = null, ScalarType? type = null)
    {
        var blueprint = BlueprintWriter.Write(settings, input, classes);
        var builder = new NetworkBuilder();
        var root = Sequential(builder.Build(blueprint.Layers));
        if (type is { } scalarType)
            root.to(scalarType);
        root.to(device ?? CPU);
        var network = new Network(blueprint, root, builder.Activations);
        network.Initialise(settings.Init, seed);
        return network;
    }

    /// <summary>
    /// Draws all weights anew and sets the biases, as <see cref="Build"/> did with its seed. Slopes and batch normalisation stay as they are.
    /// </summary>
    public void Initialise(InitSettings init, long seed) => Initialiser.Apply(_parameters, Blueprint, init, seed);

    /// <summary>Frees the network's tensors.</summary>
    public void Dispose() => Module.Dispose();
}

/// <summary>An activation of a network: its place in the blueprint and its module.</summary>
public sealed record ActivationSite(ActivationLayer Layer, Module<Tensor, Tensor> Module)
{
    /// <summary>
    /// The module whose output is the pre-activation, where max pooling follows the activation; null elsewhere. Hooks on it see the
    /// pre-activation too, and leave activation and pooling to be computed as in training, which may be as one.
    /// </summary>
    public Module<Tensor, Tensor>? PooledSource { get; init; }
}

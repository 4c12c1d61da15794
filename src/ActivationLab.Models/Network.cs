using ActivationLab.Models.Activations;
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
        var sites = new List<ActivationSite>();
        var sections = new List<(string Name, List<(string, Module<Tensor, Tensor>)> Modules)>();
        foreach (var layer in blueprint.Layers)
        {
            var module = Build(layer);
            if (layer is ActivationLayer activation)
                sites.Add(new ActivationSite(activation, module));
            var dot = layer.Name.IndexOf('.');
            var section = dot < 0 ? layer.Name : layer.Name[..dot];
            if (sections.Count == 0 || sections[^1].Name != section)
                sections.Add((section, []));
            sections[^1].Modules.Add((dot < 0 ? "" : layer.Name[(dot + 1)..], module));
        }

        // A section of one unnamed module is that module itself.
        var children = sections.Select(section =>
            (section.Name, section.Modules is [("", var alone)] ? alone : Sequential(section.Modules)));
        var root = Sequential(children);
        if (type is { } scalarType)
            root.to(scalarType);
        root.to(device ?? CPU);
        var network = new Network(blueprint, root, sites);
        KaimingNormal.Apply(network._parameters, blueprint, settings, seed);
        return network;
    }

    /// <summary>Frees the network's tensors.</summary>
    public void Dispose() => Module.Dispose();

    private static Module<Tensor, Tensor> Build(Layer layer) => layer switch
    {
        ConvolutionLayer conv => Convolution(conv),
        LinearLayer linear => Linear(linear.InFeatures, linear.OutFeatures, linear.Bias),
        BatchNormLayer { Spatial: true } norm => BatchNorm2d(norm.Units),
        BatchNormLayer norm => BatchNorm1d(norm.Units),
        ActivationLayer activation => ActivationModules.Build(activation),
        MaxPoolLayer pool => MaxPool2d(pool.KernelSize),
        FlattenLayer => Flatten(),
        DropoutLayer dropout => Dropout(dropout.Probability),
        _ => throw new ArgumentException($"no module for {layer.GetType().Name}", nameof(layer)),
    };

    // A weight whose channels are the innermost dimension in memory (channels_last) makes libtorch keep the whole convolution in that order,
    // in which its kernels are faster. The shape, and so every name and file, stays [out, in, height, width].
    private static Conv2d Convolution(ConvolutionLayer layer)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var conv = Conv2d(layer.InChannels, layer.OutChannels, layer.KernelSize, padding: layer.Padding, bias: layer.Bias);
        conv.weight = new Parameter(conv.weight.detach().permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        foreach (var parameter in conv.parameters())
            parameter.DetachFromDisposeScope();
        return conv;
    }
}

/// <summary>An activation of a network: its place in the blueprint and its module.</summary>
public sealed record ActivationSite(ActivationLayer Layer, Module<Tensor, Tensor> Module);

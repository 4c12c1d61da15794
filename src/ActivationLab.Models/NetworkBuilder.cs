global using NamedModules = System.Collections.Generic.IReadOnlyList<(string Name, TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> Module)>;

using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models;

/// <summary>Makes the modules of a blueprint's layers, in a tree that gives them their dotted names.</summary>
/// <param name="substitute">The module to take for a layer in place of its own; null, or one that gives null, for its own.</param>
internal sealed class NetworkBuilder(Func<Layer, Module<Tensor, Tensor>?>? substitute = null)
{
    private readonly List<ActivationSite> _activations = [];

    /// <summary>The activations of what was built, in order.</summary>
    public IReadOnlyList<ActivationSite> Activations => _activations;

    /// <summary>The modules by the first part of their names; those that share it form a Sequential.</summary>
    /// <param name="layers">The layers, in order.</param>
    /// <param name="prefix">What all names begin with; it is left out of the modules' names.</param>
    public NamedModules Build(IEnumerable<Layer> layers, string prefix = "")
    {
        var sections = new List<(string Name, List<(string Name, Module<Tensor, Tensor> Module)> Modules)>();
        foreach (var layer in layers)
        {
            var name = layer.Name[prefix.Length..];
            var dot = name.IndexOf('.');
            var section = dot < 0 ? name : name[..dot];
            if (sections.Count == 0 || sections[^1].Name != section)
                sections.Add((section, []));
            var modules = sections[^1].Modules;
            modules.Add((dot < 0 ? "" : name[(dot + 1)..], Build(layer)));
            if (layer is PoolLayer { Kind: PoolKind.Max } && modules is [.., var source, var activation, _] && IsLastActivation(activation.Module))
                _activations[^1] = _activations[^1] with { PooledSource = source.Module };
        }

        // A section of one unnamed module is that module itself.
        return [.. sections.Select(section =>
            (section.Name, section.Modules is [("", var alone)] ? alone : Sequential(section.Modules)))];
    }

    private Module<Tensor, Tensor> Build(Layer layer) => substitute?.Invoke(layer) ?? layer switch
    {
        ConvolutionLayer conv => Convolution(conv),
        LinearLayer linear => Linear(linear.InFeatures, linear.OutFeatures, linear.Bias),
        BatchNormLayer { Spatial: true } norm => BatchNorm2d(norm.Units),
        BatchNormLayer norm => BatchNorm1d(norm.Units),
        ActivationLayer activation => Activation(activation),
        PoolLayer { Kind: PoolKind.Max } pool => MaxPool2d(pool.KernelSize, pool.Stride, ceil_mode: pool.CeilMode),
        PoolLayer pool => AvgPool2d(pool.KernelSize, pool.Stride, ceil_mode: pool.CeilMode),
        GlobalAveragePoolLayer => AdaptiveAvgPool2d(1),
        FlattenLayer => Flatten(),
        DropoutLayer dropout => Dropout(dropout.Probability),
        PadShortcutLayer shortcut => new PadShortcut(shortcut.Stride, shortcut.OutChannels),
        ResidualLayer block => new ResidualBlock(
            Build(block.Body, block.Name + "."), Build(block.Shortcut, block.Name + "."), Build(block.Tail, block.Name + ".")),
        _ => throw new ArgumentException($"no module for {layer.GetType().Name}", nameof(layer)),
    };

    private bool IsLastActivation(Module<Tensor, Tensor> module) => _activations.Count > 0 && ReferenceEquals(_activations[^1].Module, module);

    private Module<Tensor, Tensor> Activation(ActivationLayer layer)
    {
        var module = ActivationModules.Build(layer);
        _activations.Add(new ActivationSite(layer, module));
        return module;
    }

    // A weight whose channels are the innermost dimension in memory (channels_last) makes libtorch keep the whole convolution in that order,
    // in which its kernels are faster. The shape, and so every name and file, stays [out, in, height, width].
    private static Conv2d Convolution(ConvolutionLayer layer)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var conv = Conv2d(
            layer.InChannels, layer.OutChannels, layer.KernelSize, stride: layer.Stride, padding: layer.Padding, bias: layer.Bias);
        // Filled, not converted: a weight of one input channel counts as in both orders, and converting would leave it as it is.
        var channelsLast = empty(conv.weight.permute(0, 2, 3, 1).shape).permute(0, 3, 1, 2);
        conv.weight = new Parameter(channelsLast.copy_(conv.weight.detach()));
        foreach (var parameter in conv.parameters())
            parameter.DetachFromDisposeScope();
        return conv;
    }
}

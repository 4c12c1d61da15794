using ActivationLab.Models.Blueprints;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models;

/// <summary>
/// A network's copy that computes its training steps in a type of fewer bits, while the network itself keeps the weights that the steps
/// change (Micikevicius et al. 2018, arXiv 1710.03740, section 3.1). The weights and biases of its matrix products and convolutions are
/// rounded copies; batch normalisation and learned slopes are the network's own modules, so statistics and slopes keep their precision.
/// </summary>
public sealed class LowPrecisionNetwork : IDisposable
{
    private readonly ScalarType _type;
    private readonly Sequential _module;
    private readonly WeightCopy[] _weights;

    /// <summary>Builds the copy, on the network's device. It keeps nothing that the network does not know too.</summary>
    /// <param name="network">The network, which keeps the weights; it must live as long as this.</param>
    /// <param name="type">What the copy computes in: <see cref="ScalarType.BFloat16"/>. The range of half precision would need the loss scaled.</param>
    public LowPrecisionNetwork(Network network, ScalarType type)
    {
        _type = type;
        var modules = network.Module.named_modules().ToDictionary(named => named.name, named => named.module);
        var builder = new NetworkBuilder(layer => layer switch
        {
            BatchNormLayer => new LentModule(Module(layer)),
            ActivationLayer { Parameters: > 0 } => new LentModule(Module(layer), network.Parameters[layer.Name + ".weight"].dtype),
            _ => null,
        });
        _module = Sequential(builder.Build(network.Blueprint.Layers));
        _module.to(type);
        _module.to(network.Parameters.Values.First().device);
        _module.train();
        _weights = [.. _module.named_parameters().Select(named => new WeightCopy(network.Parameters[named.name], named.parameter))];

        Module<Tensor, Tensor> Module(Layer layer) => (Module<Tensor, Tensor>)modules[layer.Name];
    }

    /// <summary>
    /// The logits in single precision, of images that may be in any: a forward pass in training mode with the weights as the network has
    /// them now. Forgets the gradients of the pass before.
    /// </summary>
    public Tensor Forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            foreach (var weight in _weights)
                weight.Copy.copy_(weight.Master);
        }
        _module.zero_grad();
        return _module.call(images.to(_type)).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>After a backward pass: makes the gradients of the copied weights those of the network's, in the network's precision.</summary>
    public void GiveGradients()
    {
        using var _ = no_grad();
        foreach (var weight in _weights)
        {
            using var gradient = weight.Copy.grad ?? throw new InvalidOperationException("there was no backward pass");
            weight.Gradient.copy_(gradient);
            weight.Master.grad = weight.Gradient;
        }
    }

    /// <summary>Frees the copies; the network's own tensors stay.</summary>
    public void Dispose()
    {
        _module.Dispose();
        foreach (var weight in _weights)
            weight.Gradient.Dispose();
    }

    // A weight, its copy and the gradient in its own precision, in the same place from step to step.
    private sealed record WeightCopy(Parameter Master, Parameter Copy)
    {
        public Tensor Gradient { get; } = zeros_like(Master).DetachFromDisposeScope();
    }
}

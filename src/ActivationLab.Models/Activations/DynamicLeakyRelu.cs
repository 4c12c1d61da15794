using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models.Activations;

/// <summary>LeakyReLU with one learned slope, clamped to [min, max] in the forward pass.</summary>
public sealed class DynamicLeakyRelu : Module<Tensor, Tensor>
{
    private readonly double _min;
    private readonly double _max;

    // Named as PReLU's, since it is the same thing to optimizers and files.
    private Parameter weight;

    /// <summary>Makes one with a slope to start from.</summary>
    public DynamicLeakyRelu(double init, double min, double max) : base(nameof(DynamicLeakyRelu))
    {
        (_min, _max) = (min, max);
        weight = Parameter(full([1], init, ScalarType.Float32));
        weight.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The slope that acts, on the host.</summary>
    public double NegativeSlope => Math.Clamp(weight.ToDoubles()[0], _min, _max);

    /// <summary>Any shape, kept.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        // Not by the clamp's own derivative: at the bounds some versions of libtorch say 1 and some 0, and a slope may start there.
        var within = weight.ge(_min).logical_and(weight.le(_max));
        return functional.prelu(input, where(within, weight, weight.detach().clamp(_min, _max))).MoveToOuterDisposeScope();
    }
}

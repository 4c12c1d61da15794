using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models.Activations;

/// <summary>
/// RReLU of tensor operations: in training each element has a slope of its own, uniform in [lower, upper] and drawn from the device's
/// generator; in evaluation all have the mean slope. (TorchSharp's own RReLU uses the mean slope in training too.)
/// </summary>
public sealed class RRelu : Module<Tensor, Tensor>
{
    private readonly double _lower;
    private readonly double _upper;

    /// <summary>Makes one with slopes in [lower, upper].</summary>
    public RRelu(double lower, double upper) : base(nameof(RRelu)) => (_lower, _upper) = (lower, upper);

    /// <summary>Any shape, kept.</summary>
    public override Tensor forward(Tensor input)
    {
        if (!training)
            return functional.leaky_relu(input, (_lower + _upper) / 2);
        using var scope = NewDisposeScope();
        var slopes = rand_like(input).mul_(_upper - _lower).add_(_lower);
        return where(input.gt(0), input, input * slopes).MoveToOuterDisposeScope();
    }
}

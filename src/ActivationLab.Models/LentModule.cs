using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models;

/// <summary>A module of another network in this one's place, in that network's mode. Neither its type nor its lifetime is this network's.</summary>
internal sealed class LentModule : Module<Tensor, Tensor>
{
    // Not the module: one that a field holds would be registered here.
    private readonly Func<Tensor, Tensor> _call;
    private readonly ScalarType? _type;

    /// <summary>Takes a module's place.</summary>
    /// <param name="module">The module.</param>
    /// <param name="type">What it is given its input in, its output going back to the input's type; null for the input's own type.</param>
    public LentModule(Module<Tensor, Tensor> module, ScalarType? type = null) : base(nameof(LentModule)) => (_call, _type) = (module.call, type);

    public override Tensor forward(Tensor input)
    {
        if (_type is not { } type)
            return _call(input);
        using var scope = NewDisposeScope();
        return _call(input.to(type)).to(input.dtype).MoveToOuterDisposeScope();
    }
}

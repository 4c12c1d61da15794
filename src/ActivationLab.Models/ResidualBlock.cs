using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models;

/// <summary>tail(body(x) + shortcut(x)), where no shortcut is x itself (He et al. 2016, arXiv 1512.03385, eq. 1 and 2). Keeps PyTorch's names.</summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly IReadOnlyList<Module<Tensor, Tensor>> _body;
    private readonly IReadOnlyList<Module<Tensor, Tensor>> _shortcut;
    private readonly IReadOnlyList<Module<Tensor, Tensor>> _tail;

    public ResidualBlock(NamedModules body, NamedModules shortcut, NamedModules tail) : base(nameof(ResidualBlock))
    {
        (_body, _shortcut, _tail) = (Register(body), Register(shortcut), Register(tail));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        // What lies between is freed at once: a deep network in evaluation would otherwise hold it until its batch ends.
        using var scope = NewDisposeScope();
        return Through(_tail, Through(_body, input) + Through(_shortcut, input)).MoveToOuterDisposeScope();
    }

    private static Tensor Through(IReadOnlyList<Module<Tensor, Tensor>> modules, Tensor input) =>
        modules.Aggregate(input, (x, module) => module.call(x));

    private IReadOnlyList<Module<Tensor, Tensor>> Register(NamedModules modules)
    {
        foreach (var (name, module) in modules)
            register_module(name, module);
        return [.. modules.Select(named => named.Module)];
    }
}

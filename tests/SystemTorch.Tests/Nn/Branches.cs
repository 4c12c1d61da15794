using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Nn;

/// <summary>A module as users write them: children under given names that run in another order, parameters of its own.</summary>
internal sealed class Branches : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor>[] _branches;
    [ComponentName(Name = "mix")]
    private readonly Linear _mix = nn.Linear(3, 3, hasBias: false);
    [ComponentName(Name = "scale")]
    private Parameter _scale;
    private Parameter offset;

    public Branches() : base(nameof(Branches))
    {
        _branches = [nn.Linear(3, 3), nn.Sequential(nn.PReLU(1), nn.Linear(3, 3))];
        register_module("straight", _branches[0]);
        register_module("bent", _branches[1]);
        _scale = nn.Parameter(full([3], 2.0, ScalarType.Float32));
        offset = nn.Parameter(ones([3]));
        RegisterComponents();
    }

    /// <summary>Whether each call was in training mode.</summary>
    public List<bool> Modes { get; } = [];

    /// <summary>The last branch comes first; in evaluation the offset is left out.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Modes.Add(training);
        var mixed = _mix.call(_branches[1].call(input) + _branches[0].call(input)) * _scale;
        return (training ? mixed + offset : mixed.alias()).MoveToOuterDisposeScope();
    }
}

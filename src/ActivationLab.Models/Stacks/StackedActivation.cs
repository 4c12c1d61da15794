using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models.Stacks;

/// <summary>
/// One activation of all members: the rectifier family as one formula with a slope a member and unit, z for z &gt; 0 and a·z otherwise, or one
/// slope for all where that is fixed; other activations as the module that each member has.
/// </summary>
internal sealed class StackedActivation : IDisposable
{
    private readonly Module<Tensor, Tensor>? _module; // of activations outside the family
    private readonly double? _common; // the fixed slope of all
    private readonly Tensor? _fixed; // [members, units]: the slopes of members that do not learn theirs
    private readonly Tensor? _isLearned; // [members, units]; null if all are or none is
    private readonly Tensor? _places; // [members, units]: which of its member's learned slopes a unit has
    private readonly Tensor? _min; // [members, units]: between these a learned slope is clamped; null if none is
    private readonly Tensor? _max;

    /// <summary>Makes the activation of the members' layers, one each, of equal shape.</summary>
    /// <param name="layers">The members' layers.</param>
    /// <param name="like">Gives type and device.</param>
    public StackedActivation(IReadOnlyList<ActivationLayer> layers, Tensor like)
    {
        Name = layers[0].Name;
        if (!layers[0].Settings.IsRectifier)
        {
            _module = ActivationModules.Build(layers[0]);
            return;
        }
        if (layers.All(layer => layer.Parameters == 0 && layer.Settings.InitialNegativeSlope == layers[0].Settings.InitialNegativeSlope))
        {
            _common = layers[0].Settings.InitialNegativeSlope;
            return;
        }
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var units = layers[0].Units;
        if (layers.Any(layer => layer.Parameters == 0))
            _fixed = PerUnit(layer => layer.Parameters == 0 ? layer.Settings.InitialNegativeSlope!.Value : 0);
        if (layers.All(layer => layer.Parameters == 0))
            return;
        if (_fixed is not null)
            _isLearned = Own(stack(layers.Select(layer => full([units], layer.Parameters > 0, ScalarType.Bool, like.device))));
        _places = Own(stack(layers.Select(layer => layer.Parameters > 1
            ? arange(units, ScalarType.Int64, like.device)
            : zeros([units], dtype: ScalarType.Int64, device: like.device))));
        if (layers.Any(layer => layer.Settings is DynamicLeakyReluSettings))
        {
            _min = PerUnit(layer => layer.Settings is DynamicLeakyReluSettings dynamic ? dynamic.Min : double.NegativeInfinity);
            _max = PerUnit(layer => layer.Settings is DynamicLeakyReluSettings dynamic ? dynamic.Max : double.PositiveInfinity);
        }

        Tensor PerUnit(Func<ActivationLayer, double> value) =>
            Own(stack(layers.Select(layer => full([units], value(layer), like.dtype, like.device))));
    }

    /// <summary>The layers' name.</summary>
    public string Name { get; }

    /// <summary>The activations of z.</summary>
    /// <param name="z">Pre-activations, in any layout.</param>
    /// <param name="learned">The members' learned slopes [members, most slopes of a member]; null if none learns any.</param>
    /// <param name="byUnit">Applies a function to a view of z with the units of all members in dimension 1.</param>
    public Tensor Forward(Tensor z, Tensor? learned, Func<Tensor, Func<Tensor, Tensor>, Tensor> byUnit)
    {
        if (_module is not null)
            return _module.call(z);
        // Not in place as in the modules: z may be a view, for which autograd would keep copies.
        if (_common is { } slope)
            return slope == 0 ? functional.relu(z) : functional.leaky_relu(z, slope);
        var slopes = Slopes(learned).flatten();
        return byUnit(z, units => functional.prelu(units, slopes));
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        _module?.Dispose();
        foreach (var tensor in new[] { _fixed, _isLearned, _places, _min, _max })
            tensor?.Dispose();
    }

    // [members, units]. What is not learned gets no gradient through where, nor what no unit has through gather.
    private Tensor Slopes(Tensor? learned)
    {
        if (learned is null)
            return _fixed!;
        var slopes = learned.gather(1, _places!);
        if (_min is not null)
        {
            // As in DynamicLeakyRelu, whose slope may start at a bound.
            slopes = where(slopes.ge(_min).logical_and(slopes.le(_max!)), slopes, slopes.detach().clamp(_min, _max));
        }
        return _isLearned is null ? slopes : where(_isLearned, slopes, _fixed!);
    }

    private static Tensor Own(Tensor tensor) => tensor.DetachFromDisposeScope();
}

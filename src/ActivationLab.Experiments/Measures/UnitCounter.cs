using ActivationLab.Models;
using ActivationLab.Models.Activations;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Measures;

/// <summary>
/// Watches one activation through hooks and keeps, on the device, running extremes and counts of its units: memory O(units), however many
/// images go by. Units are dimension 1 of the pre-activation: [batch, units] or [batch, units, height, width].
/// </summary>
internal sealed class UnitCounter : IDisposable
{
    private readonly ActivationSite _site;
    private readonly Action _removeHooks;
    private readonly Tensor _max;
    private readonly Tensor _min;
    private readonly Tensor _positives;
    private readonly Tensor _zeros;
    private readonly Tensor _sum;
    private readonly Tensor _sumOfSquares;
    private long _perUnit;

    public UnitCounter(ActivationSite site, Device device, ScalarType type)
    {
        _site = site;
        long units = site.Layer.Units;
        _max = Own(full([units], double.NegativeInfinity, type, device));
        _min = Own(full([units], double.PositiveInfinity, type, device));
        _positives = Own(zeros(units, ScalarType.Int64, device));
        _zeros = Own(zeros([], ScalarType.Int64, device));
        _sum = Own(zeros([], ScalarType.Float64, device));
        _sumOfSquares = Own(zeros([], ScalarType.Float64, device));

        // The pre-activation is read before the module runs: an activation in place overwrites it.
        var before = site.Module.register_forward_pre_hook((_, z) => Enter(z));
        var after = site.Module.register_forward_hook((_, _, output) => Leave(output));
        _removeHooks = () =>
        {
            before.remove();
            after.remove();
        };
    }

    public LayerMeasures Read()
    {
        var max = _max.ToDoubles();
        var min = _min.ToDoubles();
        var positives = _positives.ToLongs();
        var count = _perUnit * max.Length;
        var mean = _sum.ToDoubles()[0] / count;
        var variance = _sumOfSquares.ToDoubles()[0] / count - mean * mean;
        return new LayerMeasures
        {
            Module = _site.Layer.Name,
            DeadUnits = [.. max.Select(z => z <= 0)],
            Linear = min.LongCount(z => z >= 0),
            Rare = positives.LongCount(times => LayerMeasures.IsRare(times, _perUnit)),
            Zeros = _zeros.ToLongs()[0],
            Count = count,
            Mean = mean,
            StandardDeviation = Math.Sqrt(Math.Max(0, variance)),
            NegativeSlopes = ActivationModules.NegativeSlopes(_site),
        };
    }

    public void Dispose()
    {
        _removeHooks();
        foreach (var tensor in new[] { _max, _min, _positives, _zeros, _sum, _sumOfSquares })
            tensor.Dispose();
    }

    private static Tensor Own(Tensor tensor) => tensor.DetachFromDisposeScope();

    private Tensor Enter(Tensor z)
    {
        using var scope = NewDisposeScope();
        long[] others = z.ndim == 4 ? [0, 2, 3] : [0];
        _max.copy_(_max.maximum(z.amax(others)));
        _min.copy_(_min.minimum(z.amin(others)));
        _positives.add_(z.gt(0).sum(others));
        _sum.add_(z.sum(ScalarType.Float64));
        _sumOfSquares.add_(z.square().sum(ScalarType.Float64));
        _perUnit += z.numel() / z.shape[1];
        return z;
    }

    private Tensor Leave(Tensor output)
    {
        using var scope = NewDisposeScope();
        _zeros.add_(output.eq(0).sum());
        return output;
    }
}

using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Birth;

/// <summary>Adds up the pre-activations of one layer over batches. Units are dimension 1.</summary>
internal class PreActivationTally
{
    private double[]? _max;
    private double _sum;
    private double _sumOfSquares;
    private long _numbers;

    /// <summary>Mean of z.</summary>
    public double Mean => _sum / _numbers;

    /// <summary>Mean of z².</summary>
    public double SecondMoment => _sumOfSquares / _numbers;

    /// <summary>Units whose z was never positive.</summary>
    public long DeadUnits => _max!.LongCount(max => max <= 0);

    /// <summary>Starts over.</summary>
    public virtual void Clear() => (_max, _sum, _sumOfSquares, _numbers) = (null, 0, 0, 0);

    /// <summary>Adds the first so many rows of a batch.</summary>
    public void Add(Tensor z, long rows)
    {
        if (rows == 0)
            return;
        using var scope = NewDisposeScope();
        var counted = z.narrow(0, 0, rows);
        var max = counted.amax(z.ndim == 4 ? [0, 2, 3] : [0]).ToDoubles();
        _max = _max is null ? max : [.. _max.Zip(max, Math.Max)];
        _sum += counted.sum(ScalarType.Float64).ToDoubles()[0];
        _sumOfSquares += counted.to(ScalarType.Float64).square().sum().ToDoubles()[0];
        _numbers += counted.numel();
    }
}

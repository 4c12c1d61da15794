using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Measures;

/// <summary>
/// Keeps, on the device, running minima and counts of the units of one activation: memory O(units), however many images go by. The
/// rows are [samples and positions, units]. Reductions over rows and numbers of the rows' own type are what libtorch is fastest at.
/// </summary>
internal sealed class UnitCounter(long units, Device device, ScalarType type) : IDisposable
{
    private readonly Tensor _min = full([units], double.PositiveInfinity, type, device).DetachFromDisposeScope();
    private readonly Tensor _positives = zeros(units, ScalarType.Float64, device).DetachFromDisposeScope();
    private readonly Tensor _magnitudes = zeros(units, ScalarType.Float64, device).DetachFromDisposeScope();
    private readonly Tensor _nonZeros = zeros(units, ScalarType.Float64, device).DetachFromDisposeScope();

    /// <summary>Pre-activations of one unit so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Takes note of a batch of pre-activations z.</summary>
    public void AddPreActivations(Tensor rows)
    {
        using var scope = NewDisposeScope();
        _min.copy_(_min.minimum(rows.amin(0)));
        // Sums of 0 and 1 are exact in single precision too, up to 2^24 rows a batch.
        _positives.add_(rows.relu().sign().sum(dim: 0));
        Rows += rows.shape[0];
    }

    /// <summary>Takes note of a batch of activations f(z).</summary>
    public void AddActivations(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var magnitudes = rows.abs();
        _magnitudes.add_(magnitudes.sum(dim: 0));
        _nonZeros.add_(magnitudes.sign().sum(dim: 0));
    }

    /// <summary>For each unit: z is never positive.</summary>
    public IReadOnlyList<bool> Dead() => [.. _positives.ToDoubles().Select(times => times == 0)];

    /// <summary>Units whose z is never negative.</summary>
    public long Linear() => _min.ToDoubles().LongCount(z => z >= 0);

    /// <summary>Units that are positive on too few rows.</summary>
    public long Rare() => _positives.ToDoubles().LongCount(times => LayerMeasures.IsRare((long)times, Rows));

    /// <summary>Units whose mean magnitude is too small a share of the layer's.</summary>
    public long Dormant()
    {
        var magnitudes = _magnitudes.ToDoubles();
        var most = LayerMeasures.DormantShare * magnitudes.Average();
        return magnitudes.LongCount(magnitude => magnitude <= most);
    }

    /// <summary>Activations that are exactly 0.</summary>
    public long Zeros() => Rows * units - (long)_nonZeros.ToDoubles().Sum();

    public void Dispose()
    {
        foreach (var tensor in new[] { _min, _positives, _magnitudes, _nonZeros })
            tensor.Dispose();
    }
}

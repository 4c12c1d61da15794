using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Measures;

/// <summary>
/// Sums up pre-activations batch by batch for their effective rank, in double precision and as differences from the first row: nothing is
/// lost where units do not vary. Keeps the units' products with each other, or the rows themselves where those are fewer than the units:
/// the eigenvalues other than 0 are the same.
/// </summary>
internal sealed class PreActivationRank : IDisposable
{
    private readonly long _rows;
    private readonly Tensor _sum;
    private readonly Tensor? _products;
    private readonly Tensor? _kept;
    private Tensor? _origin;
    private long _seen;

    /// <summary>Begins.</summary>
    /// <param name="rows">Rows that are looked at: samples and positions. Those after them are passed over.</param>
    /// <param name="units">Units of a row.</param>
    /// <param name="device">Where they are.</param>
    public PreActivationRank(long rows, long units, Device device)
    {
        _rows = rows;
        _sum = Zeros(units);
        if (rows < units)
            _kept = Zeros(rows, units);
        else
            _products = Zeros(units, units);

        Tensor Zeros(params long[] shape) => zeros(shape, ScalarType.Float64, device).DetachFromDisposeScope();
    }

    /// <summary>Adds a batch [samples and positions, units].</summary>
    public void Add(Tensor rows)
    {
        var count = Math.Min(rows.shape[0], _rows - _seen);
        if (count == 0)
            return;
        using var scope = NewDisposeScope();
        // A copy in any case: memory of its own, that can become the differences.
        var differences = rows.narrow(0, 0, count).to(ScalarType.Float64, copy: true);
        _origin ??= differences.select(0, 0).clone().DetachFromDisposeScope();
        differences.sub_(_origin);
        _sum.add_(differences.sum(dim: 0));
        _products?.add_(differences.t().matmul(differences));
        _kept?.narrow(0, _seen, count).copy_(differences);
        _seen += count;
    }

    /// <summary>The effective rank of the rows, each unit's mean subtracted; 0 where no unit varies, NaN where they are not finite.</summary>
    public double Read()
    {
        using var scope = NewDisposeScope();
        var squares = Centred(_sum / _rows);
        // LAPACK fails on numbers that are not finite, and can fail to end.
        return double.IsFinite(squares.sum().ToDoubles()[0]) ? EffectiveRank.Of(linalg.eigvalsh(squares).ToDoubles()) : double.NaN;
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { _sum, _products, _kept, _origin })
            tensor?.Dispose();
    }

    private Tensor Centred(Tensor mean)
    {
        if (_products is not null)
            return _products - mean.unsqueeze(1).matmul(mean.unsqueeze(0)) * _rows;
        var centred = _kept! - mean;
        return centred.matmul(centred.t());
    }
}

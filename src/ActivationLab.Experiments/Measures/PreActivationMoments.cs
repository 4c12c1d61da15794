using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Measures;

/// <summary>Mean, deviation and effective rank of pre-activations.</summary>
/// <param name="Mean">Mean over units, samples and positions.</param>
/// <param name="StandardDeviation">Population standard deviation over the same.</param>
/// <param name="EffectiveRank">Of the matrix [samples and positions, units], each unit's mean subtracted; 0 where no unit varies.</param>
internal readonly record struct PreActivationSpread(double Mean, double StandardDeviation, double EffectiveRank);

/// <summary>
/// Sums up pre-activations batch by batch, in double precision and as differences from the first row: so little is lost to rounding where
/// units vary little around a large mean, and nothing where they do not vary. Keeps the units' products with each other, or the rows
/// themselves where those are fewer than the units: the eigenvalues other than 0 are the same.
/// </summary>
internal sealed class PreActivationMoments : IDisposable
{
    private readonly long _rows;
    private readonly long _units;
    private readonly Tensor _sum;
    private readonly Tensor? _products;
    private readonly Tensor? _kept;
    private Tensor? _origin;
    private long _seen;

    /// <summary>Begins.</summary>
    /// <param name="rows">Rows that will come: samples and positions.</param>
    /// <param name="units">Units of a row.</param>
    /// <param name="device">Where they are.</param>
    public PreActivationMoments(long rows, long units, Device device)
    {
        (_rows, _units) = (rows, units);
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
        using var scope = NewDisposeScope();
        var differences = rows.to(ScalarType.Float64);
        _origin ??= differences.select(0, 0).clone().DetachFromDisposeScope();
        // In double precision already, they are the network's own.
        differences = rows.dtype == ScalarType.Float64 ? differences - _origin : differences.sub_(_origin);
        _sum.add_(differences.sum(dim: 0));
        _products?.add_(differences.t().matmul(differences));
        _kept?.narrow(0, _seen, rows.shape[0]).copy_(differences);
        _seen += rows.shape[0];
    }

    /// <summary>What all batches add up to.</summary>
    public PreActivationSpread Read()
    {
        using var scope = NewDisposeScope();
        var difference = _sum / _rows;
        double[] means = [.. (_origin! + difference).ToDoubles()];
        var mean = means.Average();
        var eigenvalues = Eigenvalues(Centred(difference));
        // Between the units and within them: the eigenvalues add up to the squares of the differences from each unit's mean.
        var variance = means.Average(unit => (unit - mean) * (unit - mean)) + eigenvalues.Sum() / (_rows * _units);
        return new PreActivationSpread(mean, Math.Sqrt(Math.Max(0, variance)), EffectiveRank.Of(eigenvalues));
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

    // LAPACK fails on numbers that are not finite, and can fail to end.
    private static double[] Eigenvalues(Tensor symmetric) =>
        double.IsFinite(symmetric.sum().ToDoubles()[0]) ? linalg.eigvalsh(symmetric).ToDoubles() : [double.NaN];
}

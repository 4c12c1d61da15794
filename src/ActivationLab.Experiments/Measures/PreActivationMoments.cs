using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Measures;

/// <summary>
/// Sums up pre-activations batch by batch for their mean and deviation, as differences from the first row: so little is lost to rounding
/// where units vary little around a large mean, and nothing where they do not vary. Batches are summed in their own precision, their sums
/// in double precision.
/// </summary>
internal sealed class PreActivationMoments(long units, Device device) : IDisposable
{
    private readonly Tensor _sum = zeros(units, ScalarType.Float64, device).DetachFromDisposeScope();
    private readonly Tensor _squares = zeros(units, ScalarType.Float64, device).DetachFromDisposeScope();
    private Tensor? _origin;
    private long _rows;

    /// <summary>Adds a batch [samples and positions, units].</summary>
    public void Add(Tensor rows)
    {
        using var scope = NewDisposeScope();
        _origin ??= rows.select(0, 0).clone().DetachFromDisposeScope();
        var differences = rows - _origin;
        _sum.add_(differences.sum(dim: 0));
        _squares.add_(differences.mul_(differences).sum(dim: 0));
        _rows += rows.shape[0];
    }

    /// <summary>Mean and population standard deviation over units, samples and positions.</summary>
    public (double Mean, double StandardDeviation) Read()
    {
        double[] differences = [.. _sum.ToDoubles().Select(sum => sum / _rows)];
        double[] means = [.. _origin!.ToDoubles().Zip(differences, (origin, difference) => origin + difference)];
        var mean = means.Average();
        var within = _squares.ToDoubles().Zip(differences, (squares, difference) => squares / _rows - difference * difference).Average();
        var between = means.Average(unit => (unit - mean) * (unit - mean));
        return (mean, Math.Sqrt(Math.Max(0, within + between)));
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { _sum, _squares, _origin })
            tensor?.Dispose();
    }
}

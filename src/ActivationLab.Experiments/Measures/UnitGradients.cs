using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Measures;

/// <summary>Sums up, batch by batch, the gradients of a loss with respect to the pre-activations of a layer and to its weight.</summary>
internal sealed class UnitGradients(long units, Device device, ScalarType type) : IDisposable
{
    private readonly Tensor _largest = zeros(units, type, device).DetachFromDisposeScope();
    private Tensor? _weight;

    /// <summary>Adds a batch.</summary>
    /// <param name="rows">With respect to the pre-activations [samples and positions, units].</param>
    /// <param name="weight">With respect to the weight, any shape.</param>
    public void Add(Tensor rows, Tensor weight)
    {
        using var scope = NewDisposeScope();
        _largest.copy_(_largest.maximum(rows.amax(0)).maximum(rows.amin(0).neg()));
        if (_weight is null)
            _weight = weight.alias().DetachFromDisposeScope();
        else
            _weight.add_(weight);
    }

    /// <summary>Units through which no gradient flowed at all.</summary>
    public long Dead() => _largest.ToDoubles().LongCount(largest => largest == 0);

    /// <summary>Euclidean norm of the sum of the weight's gradients.</summary>
    public double WeightNorm()
    {
        using var scope = NewDisposeScope();
        return linalg.vector_norm(_weight!.to(ScalarType.Float64)).ToDoubles()[0];
    }

    public void Dispose()
    {
        _largest.Dispose();
        _weight?.Dispose();
    }
}

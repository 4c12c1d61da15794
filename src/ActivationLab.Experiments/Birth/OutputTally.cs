using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Birth;

/// <summary>A tally of a network's output that knows whether it was the same on all rows.</summary>
internal sealed class OutputTally : PreActivationTally
{
    private double[]? _first;

    /// <summary>Whether all rows were the same.</summary>
    public bool IsConstant { get; private set; }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        (_first, IsConstant) = (null, true);
    }

    /// <summary>Compares all rows of a batch with the very first.</summary>
    public void Compare(Tensor output)
    {
        using var scope = NewDisposeScope();
        var (min, max) = (output.amin(0).ToDoubles(), output.amax(0).ToDoubles());
        _first ??= min;
        IsConstant = IsConstant && IsFirst(min) && IsFirst(max);
    }

    // An output that is not a number is not the same as any other.
    private bool IsFirst(double[] values) => values.Zip(_first!).All(pair => pair.First == pair.Second);
}

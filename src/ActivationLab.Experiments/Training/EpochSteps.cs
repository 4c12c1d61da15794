namespace ActivationLab.Experiments.Training;

/// <summary>How an epoch is divided into steps; the last may have fewer images.</summary>
/// <param name="Images">Training images of an epoch.</param>
/// <param name="BatchSize">Images a step.</param>
internal readonly record struct EpochSteps(int Images, int BatchSize)
{
    /// <summary>Steps of one epoch.</summary>
    public int Count => (Images + BatchSize - 1) / BatchSize;

    /// <summary>Images of the first steps of an epoch.</summary>
    public long ImagesAfter(int steps) => Math.Min((long)steps * BatchSize, Images);
}

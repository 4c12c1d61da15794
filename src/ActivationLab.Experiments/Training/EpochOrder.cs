using ActivationLab.Experiments.Data;
using ActivationLab.Models.Initialisation;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>The order in which an epoch takes its images.</summary>
internal static class EpochOrder
{
    /// <summary>
    /// The places of the images [images], on the host, so that every device sees the same order: a function of the seed and the epoch alone.
    /// </summary>
    /// <param name="seed">Seed of the trial.</param>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="range">The images.</param>
    public static Tensor Of(long seed, int epoch, ImageRange range)
    {
        using var generator = new Generator((ulong)SeedStream.Derive(seed, "shuffle", epoch));
        return randperm(range.Count, ScalarType.Int64, generator: generator).add_(range.Start);
    }
}

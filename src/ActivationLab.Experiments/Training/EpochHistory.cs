using ActivationLab.Experiments.Runs;
using ActivationLab.Models;

namespace ActivationLab.Experiments.Training;

/// <summary>The rows and weights of the last whole epoch and of the best one: a stop inside an epoch loses neither.</summary>
internal sealed class EpochHistory : IDisposable
{
    /// <summary>The last whole epoch; null before the first.</summary>
    public (EpochRow Row, WeightsSnapshot Weights)? Last { get; private set; }

    /// <summary>The epoch with the best validation accuracy, the earliest of several; null before the first.</summary>
    public (EpochRow Row, WeightsSnapshot Weights)? Best { get; private set; }

    /// <summary>Seconds of training so far, without validation, probe and files.</summary>
    public double TrainingSeconds { get; private set; }

    /// <summary>Training images of the whole epochs so far.</summary>
    public long Images { get; private set; }

    /// <summary>Training images a second so far; null before the first whole epoch.</summary>
    public double? ImagesPerSecond => TrainingSeconds > 0 ? Images / TrainingSeconds : null;

    /// <summary>Takes in an epoch that is done, with the weights that the network has now.</summary>
    public void Add(EpochRow row, long images, Network network)
    {
        TrainingSeconds += row.EpochSeconds;
        Images += images;
        var weights = WeightsSnapshot.Take(network);
        if (!ReferenceEquals(Last?.Weights, Best?.Weights))
            Last?.Weights.Dispose();
        Last = (row, weights);
        if (Best is { } best && row.ValAccuracy <= best.Row.ValAccuracy)
            return;
        Best?.Weights.Dispose();
        Best = Last;
    }

    /// <summary>Takes in the epochs of an earlier process.</summary>
    /// <param name="rows">Their rows, from the first epoch on; none leaves the history empty.</param>
    /// <param name="images">Training images seen in them.</param>
    /// <param name="bestEpoch">The best of them.</param>
    /// <param name="last">The weights of the last of them. The history frees them.</param>
    /// <param name="best">The weights of the best; null where it is the last.</param>
    public void Restore(IReadOnlyList<EpochRow> rows, long images, int bestEpoch, WeightsSnapshot last, WeightsSnapshot? best)
    {
        TrainingSeconds = rows.Sum(row => row.EpochSeconds);
        Images = images;
        Last = (rows[^1], last);
        Best = best is null ? Last : (rows[bestEpoch - 1], best);
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        Last?.Weights.Dispose();
        if (!ReferenceEquals(Last?.Weights, Best?.Weights))
            Best?.Weights.Dispose();
    }
}

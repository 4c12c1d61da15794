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

    /// <summary>Training images a second so far; null before the first whole epoch.</summary>
    public double? ImagesPerSecond => TrainingSeconds > 0 ? _images / TrainingSeconds : null;

    private long _images;

    /// <summary>Takes in an epoch that is done, with the weights that the network has now.</summary>
    public void Add(EpochRow row, long images, Network network)
    {
        TrainingSeconds += row.EpochSeconds;
        _images += images;
        var weights = WeightsSnapshot.Take(network);
        if (!ReferenceEquals(Last?.Weights, Best?.Weights))
            Last?.Weights.Dispose();
        Last = (row, weights);
        if (Best is { } best && row.ValAccuracy <= best.Row.ValAccuracy)
            return;
        Best?.Weights.Dispose();
        Best = Last;
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        Last?.Weights.Dispose();
        if (!ReferenceEquals(Last?.Weights, Best?.Weights))
            Best?.Weights.Dispose();
    }
}

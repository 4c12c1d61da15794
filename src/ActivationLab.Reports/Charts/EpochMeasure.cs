using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>A figure of a trial's epochs.</summary>
/// <param name="Part">The dash that its line has; null where a chart has but one figure.</param>
/// <param name="Of">The epochs at which it was measured, and the figure.</param>
internal sealed record EpochMeasure(string? Part, Func<TrialHistory, IEnumerable<(int Epoch, double Value)>> Of)
{
    /// <summary>Dead units / units, from epoch 0, the network before training.</summary>
    public static readonly EpochMeasure DeadRatio = new(null, history => history.Layers.GroupBy(row => row.Epoch)
        .Where(layers => layers.Sum(row => row.Units) > 0)
        .Select(layers => (layers.Key, layers.Sum(row => row.Dead) / (double)layers.Sum(row => row.Units))));

    /// <summary>Accuracy on the validation split.</summary>
    public static readonly EpochMeasure ValAccuracy = new(null, history => history.Epochs.Select(row => (row.Epoch, row.ValAccuracy)));

    /// <summary>Loss on the validation split.</summary>
    public static readonly EpochMeasure ValLoss = new("validation", history => history.Epochs.Select(row => (row.Epoch, row.ValLoss)));

    /// <summary>Loss on the training images.</summary>
    public static readonly EpochMeasure TrainLoss = new("training", history => history.Epochs.Select(row => (row.Epoch, row.TrainLoss)));

    /// <summary>Units that died since the measurement before.</summary>
    public static readonly EpochMeasure Died = new("died", history =>
        history.Epochs.Where(row => row.Died is not null).Select(row => (row.Epoch, (double)row.Died!.Value)));

    /// <summary>Units that came back since the measurement before.</summary>
    public static readonly EpochMeasure Revived = new("came back", history =>
        history.Epochs.Where(row => row.Revived is not null).Select(row => (row.Epoch, (double)row.Revived!.Value)));
}

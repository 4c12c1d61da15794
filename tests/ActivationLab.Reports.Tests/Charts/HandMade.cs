using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Charts;

/// <summary>Trials that nobody trained, with figures that can be checked by hand.</summary>
internal static class HandMade
{
    public static StudyTrial Trial(string activation, long seed, double? accuracy) => new(Row(activation, seed, accuracy), $"/nowhere/{activation}/seed-{seed}");

    public static RunRow Row(string activation, long seed, double? accuracy)
    {
        var row = StudyFiles.Row($"mlp-{activation}", seed, accuracy) with { Activation = activation, NegativeSlope = null, InitA = null, DeadRatio = null };
        return accuracy is null ? StudyFiles.Diverged(row) : row;
    }

    /// <summary>A cell whose trials have these accuracies, by seed from 1; null is a trial that diverged.</summary>
    public static StudyCell Cell(string name, string activation, IReadOnlyList<double?> accuracies, double? slope = null, params SweepValue[] settings) => new()
    {
        Name = name,
        Variant = name.Split('@')[0],
        Settings = settings,
        Trials = [.. accuracies.Select((accuracy, i) => new StudyTrial(
            Row(activation, i + 1, accuracy) with { Cell = name, NegativeSlope = slope, ImagesPerSecond = 1000, DeadRatio = accuracy is null ? null : 0 },
            $"/nowhere/{name}/seed-{i + 1}"))],
    };

    /// <summary>The same cell with other figures in its rows.</summary>
    public static StudyCell With(this StudyCell cell, Func<RunRow, RunRow> change) =>
        cell with { Trials = [.. cell.Trials.Select(trial => trial with { Row = change(trial.Row) })] };

    public static Comparison Compare(params StudyCell[] cells) => Comparer.Compare(new Study("/nowhere", "study", cells), new ComparisonOptions());

    /// <summary>A history for every trial of the cells.</summary>
    public static StudyHistories Histories(IEnumerable<StudyCell> cells, Func<StudyTrial, TrialHistory> of) =>
        StudyHistories.Of(cells.SelectMany(cell => cell.Trials).ToDictionary(trial => trial.Folder, of));

    /// <summary>Epochs 1 to <paramref name="epochs"/>, and every layer from epoch 0; 100 units a layer.</summary>
    public static TrialHistory History(int epochs, int layers, double deadRatio) => new(
        [.. Enumerable.Range(1, epochs).Select(epoch => Epoch(epoch, deadRatio))],
        [.. Enumerable.Range(0, epochs + 1).SelectMany(epoch => Enumerable.Range(1, layers).Select(layer => Layer(epoch, layer, deadRatio)))]);

    /// <summary>The rows of a chart's table that have this mark, as dictionaries.</summary>
    public static List<IReadOnlyDictionary<string, object?>> Rows(this Chart chart, string? mark = null) =>
    [
        .. chart.Data.Rows.Select(row => chart.Data.Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second))
            .Where(row => mark is null || Equals(row["mark"], mark)),
    ];

    private static EpochRow Epoch(int epoch, double deadRatio) => new()
    {
        Epoch = epoch,
        Step = 100 * epoch,
        Lr = 0.1,
        TrainLoss = 1.0 / epoch,
        TrainAccuracy = 1 - 0.5 / epoch,
        ValLoss = 1.5 / epoch,
        ValAccuracy = 1 - 0.6 / epoch,
        DeadRatio = deadRatio,
        Died = 0,
        Revived = 0,
        EpochSeconds = 0.5,
        ImagesPerSecond = 1000,
    };

    private static LayerRow Layer(int epoch, int layer, double deadRatio) => new()
    {
        Epoch = epoch,
        Layer = layer,
        Module = $"layers.{2 * layer - 1}",
        Units = 100,
        Dead = (long)(100 * deadRatio),
        Linear = 0,
        Rare = 0,
        DeadRatio = deadRatio,
        ZeroFraction = 0.5,
        ZMean = 0,
        ZStd = 1,
        MeasuredOn = "validation images 0-999",
    };
}

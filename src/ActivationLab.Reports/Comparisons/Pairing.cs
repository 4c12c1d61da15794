using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Comparisons;

/// <summary>Trials of two cells with the same seed.</summary>
/// <param name="cell">The one.</param>
/// <param name="baseline">The one it is held against.</param>
internal sealed class Pairing(StudyCell cell, StudyCell baseline)
{
    // decimal takes 15 digits of a double.
    private const double MostExact = 1e15;

    private readonly IReadOnlyList<(StudyTrial Cell, StudyTrial Baseline)> _pairs =
        [.. cell.Trials.Join(baseline.Trials, trial => trial.Seed, trial => trial.Seed, (one, other) => (one, other))];

    /// <summary>The cell's figure less the baseline's, a seed at which both have one.</summary>
    public IReadOnlyList<double> Differences(Metric metric) => [.. Figures(metric).Select(pair => Less(pair.Cell, pair.Baseline))];

    /// <summary>Who was better, a seed: 1 the cell, 0 the baseline, 0.5 neither. Where only one diverged, the other was.</summary>
    public IReadOnlyList<double> Wins(Metric metric) => [.. _pairs.Select(pair => Win(pair, metric)).OfType<double>()];

    /// <summary>Seconds an epoch over the baseline's, a seed at which both were measured under the same conditions.</summary>
    public IReadOnlyList<double> TimeRatios() =>
    [
        .. from pair in Completed()
           let one = pair.Cell.Row
           let other = pair.Baseline.Row
           where one.Device == other.Device && one.Threads == other.Threads && one.StackMembers == other.StackMembers
           let ratio = other.ImagesPerSecond / one.ImagesPerSecond
           where ratio > 0 && Metrics.IsFigure(ratio.Value)
           select ratio.Value,
    ];

    // Accuracies are decimal fractions. As binary ones 0.93 - 0.92 and 0.83 - 0.82 would differ, and ties be no ties.
    private static double Less(double one, double other) =>
        Math.Max(Math.Abs(one), Math.Abs(other)) < MostExact ? (double)((decimal)one - (decimal)other) : one - other;

    private IEnumerable<(StudyTrial Cell, StudyTrial Baseline)> Completed() => _pairs.Where(pair => pair.Cell.IsCompleted && pair.Baseline.IsCompleted);

    private IEnumerable<(double Cell, double Baseline)> Figures(Metric metric) =>
        from pair in Completed()
        let one = metric.Of(pair.Cell.Row)
        let other = metric.Of(pair.Baseline.Row)
        where one is not null && other is not null
        select (one.Value, other.Value);

    private static double? Win((StudyTrial Cell, StudyTrial Baseline) pair, Metric metric) => (pair.Cell.Row.Status, pair.Baseline.Row.Status) switch
    {
        (RunStatus.Completed, RunStatus.Completed) => Win(metric.Of(pair.Cell.Row), metric.Of(pair.Baseline.Row), metric),
        (RunStatus.Completed, RunStatus.Diverged) => 1,
        (RunStatus.Diverged, RunStatus.Completed) => 0,
        _ => null,
    };

    private static double? Win(double? one, double? other, Metric metric)
    {
        if (one is null || other is null)
            return null;
        return one == other ? 0.5 : one > other == metric.HigherIsBetter ? 1 : 0;
    }
}

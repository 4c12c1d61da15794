using System.Globalization;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>The time of an epoch as a ratio to the baseline's, every seed a dot, with geometric mean and interval.</summary>
public static class TimeChart
{
    private const int MostRows = 40;

    /// <summary>The chart; null where no times can be compared, or there are more rows than can be read.</summary>
    public static Chart? Of(Comparison comparison)
    {
        List<DotRow> rows = [.. comparison.Groups.SelectMany(group => group.Cells
            .Where(cell => cell.SecondsRatio is not null && group.Baseline is not null)
            .Select(cell => Row(comparison, group, cell)))];
        if (rows.Count is 0 or > MostRows)
            return null;

        var axis = ValueAxis.OfRatios("time of an epoch / the baseline's", DotRows.Numbers(rows));
        var description = "Seconds of training an epoch over those of the baseline, geometric mean and 95 % interval: " + Figures.List(rows.Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"{row.Name} {row.Mean:0.###}")
            + (row.Interval is { } interval ? string.Create(CultureInfo.InvariantCulture, $" ({interval.Low:0.###} to {interval.High:0.###})") : ""))) + ".";
        return new Chart
        {
            Id = "time",
            Title = $"Time of an epoch against {CellRows.BaselineName(comparison)}'s",
            Caption = "A small mark is a seed: its seconds of training an epoch over those of the baseline's trial with the same seed; the large one below them "
                + "the geometric mean, its line the 95 % confidence interval (of logarithms, Student's t). Equal times are the dashed line, slower is to the right; "
                + $"{CellRows.N(rows.Select(row => row.Dots.Count))} pairs. Trials that ran side by side on one machine slow each other down.",
            Description = description,
            Spec = DotRows.Spec(rows, axis, SeriesScale.Of(comparison), description),
            Data = DotRows.Data(rows, axis, reference: 1),
        };
    }

    private static DotRow Row(Comparison comparison, ComparedGroup group, ComparedCell cell)
    {
        var baseline = group.Baseline!.Cell.Completed.ToDictionary(trial => trial.Seed, trial => trial.Row);
        var dots = cell.Cell.Completed
            .Select(trial => (trial.Seed, Ratio: Ratio(trial.Row, baseline.GetValueOrDefault(trial.Seed))))
            .Where(dot => dot.Ratio is not null)
            .Select(dot => new SeedValue(dot.Seed, dot.Ratio!.Value));
        var ratio = cell.SecondsRatio!;
        return new DotRow(cell.Label, CellRows.Name(comparison, group, cell), $"n = {ratio.Pairs}", [.. dots], ratio.Value, ratio.Interval);
    }

    // Trials of one comparison see equally many images an epoch, so the ratio of times is the inverse one of speeds.
    private static double? Ratio(RunRow row, RunRow? baseline) =>
        baseline is not null && (row.Device, row.Threads, row.StackMembers) == (baseline.Device, baseline.Threads, baseline.StackMembers)
        && baseline.ImagesPerSecond / row.ImagesPerSecond is { } ratio && ratio > 0 && Metrics.IsFigure(ratio)
            ? ratio
            : null;
}

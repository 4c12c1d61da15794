using System.Globalization;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>The difference of every seed to the baseline's trial of the same seed, a row a variant, with mean, interval and verdict.</summary>
public static class DifferencesChart
{
    private const int MostRows = 40;

    /// <summary>The chart; null where nothing is paired, or there are more rows than can be read.</summary>
    public static Chart? Of(Comparison comparison) => Rows(comparison) is { } rows ? Draw(comparison, rows, isCloseUp: false) : null;

    /// <summary>The same without the few variants that are far from all others; null where there are none.</summary>
    public static Chart? CloseUpOf(Comparison comparison) =>
        Rows(comparison) is { } rows && CloseUp.Of(rows) is { } close ? Draw(comparison, close, isCloseUp: true) : null;

    private static List<DotRow>? Rows(Comparison comparison)
    {
        List<DotRow> rows = [.. comparison.Groups.SelectMany(group => group.Cells
            .Where(cell => cell.Difference?.Differences is not null && group.Baseline is not null)
            .Select(cell => Row(comparison, group, cell)))];
        return rows.Count is 0 or > MostRows ? null : rows;
    }

    private static Chart Draw(Comparison comparison, IReadOnlyList<DotRow> rows, bool isCloseUp)
    {
        var metric = comparison.Metric;
        var baseline = CellRows.BaselineName(comparison);
        var axis = Axis(metric, rows);
        var description = $"{CellRows.Sentence(metric.Text)} less that of {baseline}, mean over paired seeds and 95 % interval: "
            + Figures.List(rows.Select(row => $"{row.Name} {Text(metric, row.Mean!.Value)}"
                + (row.Interval is { } interval ? $" ({Text(metric, interval.Low)} to {Text(metric, interval.High)})" : "") + $", {row.Note}")) + ".";
        return new Chart
        {
            Id = isCloseUp ? "differences-close-up" : "differences",
            Title = $"Difference in {metric.Text} to {baseline}, seed by seed" + (isCloseUp ? ", without variants far from the others" : ""),
            Caption = "A small mark is a seed: the variant's figure less the baseline's with the same seed; the large one below them the mean, its line the 95 % "
                + "confidence interval of the mean (Student's t). A difference of 0 is the dashed line, better is to the "
                + $"{(metric.HigherIsBetter ? "right" : "left")}; {CellRows.N(rows.Select(row => row.Dots.Count))} pairs. Under each name is the "
                + "verdict, after Holm's correction; where it is how many pairs it needs, so few could not have given one.",
            Description = description,
            Spec = DotRows.Spec(rows, axis, SeriesScale.Of(comparison), description),
            Data = DotRows.Data(rows, axis, reference: 0),
        };
    }

    private static DotRow Row(Comparison comparison, ComparedGroup group, ComparedCell cell)
    {
        var baseline = CellRows.Values(group.Baseline!.Cell, comparison.Metric.Of).ToDictionary(dot => dot.Seed, dot => dot.Value);
        var dots = CellRows.Values(cell.Cell, comparison.Metric.Of).Where(dot => baseline.ContainsKey(dot.Seed))
            .Select(dot => dot with { Value = dot.Value - baseline[dot.Seed] });
        var difference = cell.Difference!;
        // As the verdict in words, but shorter: there is little room before the rows.
        var note = difference.Verdict == Verdict.TooFewPairs ? $"needs n ≥ {difference.NeededPairs}" : difference.InWords();
        return new DotRow(
            cell.Label, CellRows.Name(comparison, group, cell), note, [.. dots], difference.Differences!.Mean, difference.Differences.MeanInterval);
    }

    private static ValueAxis Axis(Metric metric, IReadOnlyList<DotRow> rows)
    {
        var axis = ValueAxis.Around(metric.IsShare ? "difference (percentage points)" : "difference", DotRows.Numbers(rows), isShare: false, include: 0);
        return metric.IsShare ? axis with { Factor = 100, Format = "+.2~f" } : axis with { Format = "+~g" };
    }

    private static string Text(Metric metric, double difference) => metric.IsShare
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * difference:+0.##;-0.##;0} points")
        : string.Create(CultureInfo.InvariantCulture, $"{difference:+0.####;-0.####;0}");
}

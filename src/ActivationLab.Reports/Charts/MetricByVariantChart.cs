using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Charts;

/// <summary>The compared figure of every seed, a row a variant, with mean and interval.</summary>
public static class MetricByVariantChart
{
    private const int MostRows = 40;

    /// <summary>The chart; null where no trial has the figure, or there are more rows than can be read.</summary>
    public static Chart? Of(Comparison comparison) => Rows(comparison) is { } rows ? Draw(comparison, rows, isCloseUp: false) : null;

    /// <summary>The same without the few variants that are far from all others; null where there are none.</summary>
    public static Chart? CloseUpOf(Comparison comparison) =>
        Rows(comparison) is { } rows && CloseUp.Of(rows) is { } close ? Draw(comparison, close, isCloseUp: true) : null;

    private static List<DotRow>? Rows(Comparison comparison)
    {
        List<DotRow> rows = [.. comparison.Groups.SelectMany(group => group.Cells.Select(cell => new DotRow(
            cell.Label, CellRows.Name(comparison, group, cell), CellRows.Trials(cell.Cell),
            CellRows.Values(cell.Cell, comparison.Metric.Of), cell.Metric?.Mean, cell.Metric?.MeanInterval)))];
        return rows.All(row => row.Dots.Count == 0) || rows.Count > MostRows ? null : rows;
    }

    private static Chart Draw(Comparison comparison, IReadOnlyList<DotRow> rows, bool isCloseUp)
    {
        var metric = comparison.Metric;
        var baseline = comparison.Groups is [{ Baseline: { Metric: not null } only }] && rows.Any(row => row.Name == only.Label) ? only : null;
        var axis = ValueAxis.Of(metric, DotRows.Numbers(rows));
        var description = $"{CellRows.Sentence(metric.Text)}, mean and 95 % interval: " + Figures.List(rows.Select(row => row switch
        {
            { Mean: null } => $"{row.Name} none ({row.Note})",
            { Interval: { } interval } =>
                $"{row.Name} {Figures.Of(metric, row.Mean.Value)} ({Figures.Of(metric, interval.Low)} to {Figures.Of(metric, interval.High)}, {row.Note})",
            _ => $"{row.Name} {Figures.Of(metric, row.Mean.Value)} ({row.Note})",
        })) + ".";
        return new Chart
        {
            Id = isCloseUp ? "metric-by-variant-close-up" : "metric-by-variant",
            Title = $"{CellRows.Sentence(metric.Text)} of every seed" + (isCloseUp ? ", without variants far from the others" : ""),
            Caption = "A small mark is a seed; the large one below them the mean, its line the 95 % confidence interval of the mean (Student's t)"
                + $"{(baseline is null ? "" : $"; the dashed line is the mean of {baseline.Label}")}; {CellRows.N(rows.Select(row => row.Dots.Count))} seeds.",
            Description = description,
            Spec = DotRows.Spec(rows, axis, SeriesScale.Of(comparison), description),
            Data = DotRows.Data(rows, axis, baseline?.Metric?.Mean),
        };
    }
}

using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Tables;

/// <summary>The figures of each cell by itself.</summary>
internal static class FiguresTable
{
    public const string Id = "figures";

    /// <summary>A row a cell.</summary>
    public static ReportTable Of(Comparison comparison)
    {
        var figure = FigureText.For(comparison);
        var dead = FigureText.ForShare(Metrics.Find("dead_ratio"));
        var metric = figure.Unit.Length > 0 ? $"{comparison.Metric.Text}, {figure.Unit}" : comparison.Metric.Text;
        var columns = new (ReportColumn Column, Func<ComparedGroup, ComparedCell, string> Of)[]
        {
            CellColumns.Group,
            CellColumns.Cell,
            (new("n", "n", "completed trials that have the figure, the n of all figures"), (_, cell) => CellColumns.Count(cell.Metric?.N ?? 0)),
            (new("others", "not completed", "trials without figures: counted, not dropped", IsNumber: false), (_, cell) => Others(cell.Cell)),
            (new("mean", metric, "mean ± half of its 95 % confidence interval (Student's t)"), (_, cell) => figure.MeanAndHalfWidth(cell.Metric)),
            (new("std", "std", "sample standard deviation over seeds"), (_, cell) => figure.Number(cell.Metric?.Std)),
            (new("median", "median", "median over seeds"), (_, cell) => figure.Number(cell.Metric?.Median)),
            (new("best", "best", "best trial (its seed)"), (_, cell) => WithSeed(comparison.Metric.HigherIsBetter ? cell.Metric?.Max : cell.Metric?.Min, cell.BestSeed)),
            (new("worst", "worst", "worst trial (its seed)"), (_, cell) => WithSeed(comparison.Metric.HigherIsBetter ? cell.Metric?.Min : cell.Metric?.Max, cell.WorstSeed)),
            (new("dead", "dead units, %", "dead units of all units after the last epoch, mean ± half of its 95 % interval"), (_, cell) =>
                comparison.Metric.Name == "dead_ratio" ? "" : dead.MeanAndHalfWidth(cell.DeadRatio)),
            (new("time", "time", "seconds of training an epoch over the baseline's, geometric mean over seeds [95 % interval]"), (_, cell) =>
                cell.SecondsRatio is { } ratio ? FigureText.Share(ratio.Value, ratio.Interval) : ""),
        };
        return CellColumns.Table(Id, Title(comparison), Caption(comparison), comparison, columns);

        string Others(StudyCell cell)
        {
            var without = cell.WithoutFigure(comparison.Metric);
            return string.Join(", ", new[] { cell.NotCompleted, without > 0 ? $"{CellColumns.Count(without)} without figure" : "" }.Where(part => part.Length > 0));
        }

        string WithSeed(double? value, long? seed) => value is null ? "" : $"{figure.Number(value)} ({CellColumns.Count(seed!.Value)})";
    }

    private static string Title(Comparison comparison) =>
        $"{comparison.Study.Name}: {comparison.Metric.Text} of each cell, n = {CellColumns.Range(comparison.Cells.Select(cell => cell.Metric?.N ?? 0), "seed")}";

    private static string Caption(Comparison comparison) =>
        $"{Title(comparison)}; mean ± half of its 95 % confidence interval (Student's t)."
        + (comparison.Cells.Any(cell => cell.SecondsRatio is not null) ? " Time: seconds of training an epoch as a ratio to the baseline's." : "");
}

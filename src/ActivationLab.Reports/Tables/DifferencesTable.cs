using ActivationLab.Experiments;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Tables;

/// <summary>Each cell against its baseline, paired by seed.</summary>
internal static class DifferencesTable
{
    public const string Id = "differences";

    /// <summary>A row a cell that has a baseline.</summary>
    public static ReportTable Of(Comparison comparison)
    {
        var figure = FigureText.For(comparison);
        var unit = figure.DifferenceUnit.Length > 0 ? $", {figure.DifferenceUnit}" : "";
        var columns = new (ReportColumn Column, Func<ComparedGroup, ComparedCell, string> Of)[]
        {
            CellColumns.Group,
            CellColumns.Cell,
            (new("pairs", "pairs", "seeds at which both completed"), (_, cell) => CellColumns.Count(cell.Difference!.Pairs)),
            (new("difference", $"Δ{unit}", "mean of the cell's figure less the baseline's"), (_, cell) => figure.Signed(cell.Difference!.Differences?.Mean)),
            (new("interval", "95 % interval", "confidence interval of that mean (Student's t)"), (_, cell) => figure.Signed(cell.Difference!.Differences?.MeanInterval)),
            (new("p", "p", "sign-flip permutation test, two-sided"), (_, cell) => FigureText.P(cell.Difference!.Permutation?.P)),
            (new("p_wilcoxon", "p Wilcoxon", "signed-rank test, two-sided; for comparison, not in the verdict"), (_, cell) => FigureText.P(cell.Difference!.WilcoxonP)),
            (new("p_holm", "p Holm", "the permutation test's p, corrected for all comparisons of the table"), (_, cell) => FigureText.P(cell.Difference!.AdjustedP)),
            (new("improvement", "P(better)", "probability of being better than the baseline at a seed [95 % bootstrap interval]"), (_, cell) =>
                cell.Difference!.Improvement is { } improvement ? FigureText.Share(improvement.Probability, improvement.Interval) : ""),
            (new("verdict", "verdict", "better or worse: significantly, that is p Holm < 0.05 and the interval of P(better) excludes 0.5; meaningful: it reaches beyond 0.75 (0.25)", IsNumber: false), (_, cell) =>
                cell.Difference!.InWords()),
        };
        return CellColumns.Table(Id, Title(comparison), Caption(comparison), comparison, columns, cell => cell.Difference is not null);
    }

    private static string Title(Comparison comparison)
    {
        var pairs = comparison.Cells.Select(cell => cell.Difference?.Pairs).OfType<int>().ToList();
        if (pairs.Count == 0)
            return $"{comparison.Study.Name}: no cell has a baseline to be compared with";
        var baselines = string.Join(", ", comparison.Groups.Select(group => group.Baseline?.Label).OfType<string>().Distinct());
        return $"{comparison.Study.Name}: {comparison.Metric.Text} against {baselines}, paired by seed, n = {CellColumns.Range(pairs, "pair")}";
    }

    private static string Caption(Comparison comparison)
    {
        var tested = comparison.Cells.Select(cell => cell.Difference?.Permutation).OfType<PermutationResult>().ToList();
        if (tested.Count == 0)
            return $"{Title(comparison)}.";
        var method = tested.Exists(result => !result.IsExact) ? $"exact up to {CellColumns.Count(SignFlipTest.MostExact)} pairs, else by {Amount.Of(SignFlipTest.Draws, "drawn permutation")}" : "exact";
        return $"{Title(comparison)}; mean difference with 95 % confidence interval (Student's t), sign-flip permutation test ({method}), "
            + $"p corrected by Holm over {Amount.Of(tested.Count, "comparison")}, P(better) with 95 % percentile bootstrap interval and its verdict "
            + "at γ = 0.75 (Bouthillier et al. 2021).";
    }
}

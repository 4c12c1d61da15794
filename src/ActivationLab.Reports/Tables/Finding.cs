using ActivationLab.Experiments;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Tables;

/// <summary>What a comparison found, in a sentence or two made from its numbers. It never says that there is no difference: no test can.</summary>
public static class Finding
{
    /// <summary>The finding, for people.</summary>
    public static string Of(Comparison comparison)
    {
        var compared = comparison.Groups.SelectMany(group => group.Cells.Where(cell => cell.Difference is not null).Select(cell => (Group: group, Cell: cell))).ToList();
        if (compared.Count == 0)
        {
            return comparison.Cells.Count() == 1
                ? "There is one cell, and nothing to compare it with."
                : "No cell has a baseline to be compared with.";
        }
        var figure = FigureText.For(comparison);
        var paired = compared.Where(pair => pair.Cell.Difference!.Pairs > 0).ToList();
        if (paired.Count == 0)
            return "No cell has a seed at which both it and its baseline completed: there is nothing to compare.";
        if (paired.All(pair => pair.Cell.Difference!.Verdict == Verdict.TooFewPairs))
        {
            return $"n is too small to tell: with {CellColumns.Range(paired.Select(pair => pair.Cell.Difference!.Pairs), "pair")} no outcome of {Comparisons(paired.Count)} "
                + $"could be significant, which needs at least {CellColumns.Count(paired[0].Cell.Difference!.NeededPairs)}.";
        }
        var significant = paired.Where(pair => pair.Cell.Difference!.IsBetter() is not null).ToList();
        if (significant.Count == 0)
        {
            var largest = paired.MaxBy(pair => Math.Abs(pair.Cell.Difference!.Differences!.Mean));
            return $"Of {Comparisons(paired.Count)} of {comparison.Metric.Text} none is significant, which is no proof of equality; the largest mean difference is "
                + $"{Quote(largest.Group, largest.Cell, figure)}.";
        }
        var best = significant.OrderByDescending(pair => pair.Cell.Difference!.Verdict).ThenByDescending(pair => Math.Abs(pair.Cell.Difference!.Differences!.Mean)).First();
        return $"{Summary(paired.Count, significant, comparison)}; the clearest is {Quote(best.Group, best.Cell, figure)}.";
    }

    private static string Summary(int compared, List<(ComparedGroup Group, ComparedCell Cell)> significant, Comparison comparison)
    {
        var better = significant.Count(pair => pair.Cell.Difference!.IsBetter() == true);
        string[] parts = [.. new[] { (better, "significantly better"), (significant.Count - better, "significantly worse"), (compared - significant.Count, "undecided") }
            .Where(part => part.Item1 > 0).Select(part => $"{CellColumns.Count(part.Item1)} {(part.Item1 == 1 ? "is" : "are")} {part.Item2}")];
        return $"Of {Comparisons(compared)} of {comparison.Metric.Text} with the baseline {string.Join(", ", parts)}";
    }

    private static string Quote(ComparedGroup group, ComparedCell cell, FigureText figure)
    {
        var difference = cell.Difference!;
        var unit = figure.DifferenceUnit.Length > 0 ? $" {figure.DifferenceUnit}" : "";
        var where = group.Context.Length > 0 ? $" at {group.Context}" : "";
        var interval = difference.Differences!.MeanInterval is { } of ? $"95 % interval {figure.Number(of.Low)} to {figure.Number(of.High)}, " : "";
        return $"{cell.Label}{where} with {figure.Signed(difference.Differences.Mean)}{unit} against {group.Baseline!.Label} "
            + $"({interval}p = {FigureText.P(difference.AdjustedP)} by Holm, {Amount.Of(difference.Pairs, "pair")})".Replace("p = < ", "p < ");
    }

    private static string Comparisons(int count) => count == 1 ? "one comparison" : $"{CellColumns.Count(count)} comparisons";
}

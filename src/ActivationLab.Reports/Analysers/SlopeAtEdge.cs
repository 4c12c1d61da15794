using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Analysers;

/// <summary>A best negative slope at the edge of the grid: a better one may lie beyond.</summary>
internal sealed class SlopeAtEdge : IAnalyser
{
    private const int FewestSlopes = 3;

    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var atEdge = comparison.Groups.Select(group => (Group: group, Edge: Edge(group, comparison.Metric))).Where(group => group.Edge is not null).ToList();
        foreach (var same in atEdge.GroupBy(group => group.Edge))
        {
            var places = string.Join("; ", same.Where(group => group.Group.Context.Length > 0).Select(group => group.Group.Context).Take(Texts.MostNames));
            var more = same.Count() > Texts.MostNames ? $"; and {Texts.Count(same.Count() - Texts.MostNames)} more" : "";
            yield return new(Severity.Warning, "slope-at-edge",
                $"the best negative slope is {same.Key}{(places.Length > 0 ? $" (at {places}{more})" : "")}: a better one may lie beyond; widen the grid");
        }
    }

    private static string? Edge(ComparedGroup group, Metric metric)
    {
        // PReLU and RReLU have a slope too, but not one of the grid.
        var slopes = group.Cells.Where(cell => cell.Metric is not null && cell.Cell.Trials[0].Row.Activation is "relu" or "leaky_relu")
            .Select(cell => (Slope: cell.Cell.Trials[0].Row.NegativeSlope, cell.Metric!.Mean)).Where(cell => cell.Slope is not null)
            .OrderBy(cell => cell.Slope).ToList();
        if (slopes.DistinctBy(cell => cell.Slope).Count() < FewestSlopes || slopes.DistinctBy(cell => cell.Mean).Count() == 1)
            return null;
        var best = (metric.HigherIsBetter ? slopes.MaxBy(cell => cell.Mean) : slopes.MinBy(cell => cell.Mean)).Slope!.Value;
        // Beyond 0 the function is no rectifier any more, and beyond 1 none that leaks.
        if (best == slopes[^1].Slope && best < 1)
            return $"{Texts.Number(best)}, the largest of the grid";
        return best == slopes[0].Slope && best > 0 ? $"{Texts.Number(best)}, the smallest of the grid" : null;
    }
}

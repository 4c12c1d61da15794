using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Charts;

/// <summary>Groups that get charts of their own: all of a few; of many the two that say most.</summary>
internal static class ShownGroups
{
    private const int MostShown = 3;

    /// <summary>All groups, or the one with the best mean figure and the one with the most dead units, in the study's order.</summary>
    public static IReadOnlyList<ComparedGroup> Of(Comparison comparison)
    {
        if (comparison.Groups.Count <= MostShown)
            return comparison.Groups;
        var sign = comparison.Metric.HigherIsBetter ? 1 : -1;
        var best = comparison.Groups.MaxBy(group => group.Cells.Max(cell => sign * (cell.Metric?.Mean ?? sign * double.NegativeInfinity)));
        var mostDead = comparison.Groups.MaxBy(group => group.Cells.Max(cell => cell.DeadRatio?.Mean ?? -1));
        return [.. comparison.Groups.Where(group => group == best || group == mostDead)];
    }

    /// <summary>What a caption says of groups that are not shown; empty where all are.</summary>
    public static string Remark(Comparison comparison) => comparison.Groups.Count <= MostShown
        ? ""
        : $" Of {comparison.Groups.Count} groups those with the best mean {comparison.Metric.Text} and with the most dead units are drawn.";

    /// <summary>What a title adds to tell the groups apart.</summary>
    public static string Title(Comparison comparison, ComparedGroup group) =>
        comparison.Groups.Count == 1 || group.Context.Length == 0 ? "" : $" ({group.Context})";

    /// <summary>What an id adds.</summary>
    public static string Id(Comparison comparison, ComparedGroup group)
    {
        var place = Of(comparison).ToList().IndexOf(group);
        return place == 0 ? "" : $"-{place + 1}";
    }
}

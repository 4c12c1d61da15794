namespace ActivationLab.Reports.Charts;

/// <summary>Rows that can be told apart only on an axis that leaves out a few far ones.</summary>
internal static class CloseUp
{
    // A second chart is worth its place when it is this many times as fine.
    private const double WorthIt = 2.5;

    /// <summary>The rows near each other; null where all are, or more than a third of them would be left out.</summary>
    public static IReadOnlyList<DotRow>? Of(IReadOnlyList<DotRow> rows)
    {
        List<DotRow> drawn = [.. rows.Where(row => row.Mean is not null)];
        if (drawn.Count < 3)
            return null;
        var middle = drawn.Select(row => row.Mean!.Value).Order().ElementAt(drawn.Count / 2);
        List<DotRow> near = [.. drawn.OrderBy(row => row.Dots.Max(dot => Math.Abs(dot.Value - middle))).Take(drawn.Count - drawn.Count / 3)];
        // Whoever is no farther than those that stay, stays.
        var reach = near.Max(row => row.Dots.Max(dot => Math.Abs(dot.Value - middle)));
        List<DotRow> kept = [.. drawn.Where(row => row.Dots.All(dot => Math.Abs(dot.Value - middle) <= 2 * reach))];
        return kept.Count < drawn.Count && Span(drawn) > WorthIt * Span(kept) ? kept : null;
    }

    private static double Span(IReadOnlyList<DotRow> rows)
    {
        var values = DotRows.Numbers(rows).ToList();
        return values.Max() - values.Min();
    }
}

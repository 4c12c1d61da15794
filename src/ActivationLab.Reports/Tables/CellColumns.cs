using System.Globalization;
using ActivationLab.Experiments;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Tables;

/// <summary>What the tables of a comparison have in common.</summary>
internal static class CellColumns
{
    /// <summary>What the cells of a group have in common; empty where there is one group.</summary>
    public static (ReportColumn Column, Func<ComparedGroup, ComparedCell, string> Of) Group { get; } =
        (new("group", "group", "what the compared cells have in common", IsNumber: false), (group, _) => group.Context);

    /// <summary>The cell's name.</summary>
    public static (ReportColumn Column, Func<ComparedGroup, ComparedCell, string> Of) Cell { get; } =
        (new("cell", "cell", "one configuration over all its seeds", IsNumber: false), (group, cell) => cell == group.Baseline ? $"{cell.Label} (baseline)" : cell.Label);

    /// <summary>A table with a row a cell, without columns that would be empty.</summary>
    public static ReportTable Table(
        string id, string title, string caption, Comparison comparison,
        IReadOnlyList<(ReportColumn Column, Func<ComparedGroup, ComparedCell, string> Of)> columns, Predicate<ComparedCell>? isShown = null)
    {
        var rows = comparison.Groups.Index().SelectMany(group => group.Item.Cells
            .Where(cell => isShown is null || isShown(cell))
            .Select(cell => new ReportRow(group.Index, cell == group.Item.Baseline, [.. columns.Select(column => column.Of(group.Item, cell))])));
        return new ReportTable(id, title, caption, [.. columns.Select(column => column.Column)], [.. rows]).WithoutEmptyColumns();
    }

    /// <summary>How many of something there are, or from how many to how many: <c>8 to 10 seeds</c>.</summary>
    public static string Range(IEnumerable<int> counts, string noun)
    {
        var all = counts.ToList();
        return all.Min() == all.Max() ? Amount.Of(all[0], noun) : $"{Count(all.Min())} to {Amount.Of(all.Max(), noun)}";
    }

    /// <summary>A whole number.</summary>
    public static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
}

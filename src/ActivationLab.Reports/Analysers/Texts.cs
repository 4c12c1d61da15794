using System.Globalization;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>How conclusions name cells and numbers.</summary>
internal static class Texts
{
    /// <summary>So many cells are named, and the others counted.</summary>
    public const int MostNames = 5;

    /// <summary>Cells by name; "all cells" where it is all of several.</summary>
    public static string Cells(IReadOnlyList<ComparedCell> cells, Comparison comparison)
    {
        var all = comparison.Cells.Count();
        if (cells.Count == all && all > 1)
            return "all cells";
        var rest = cells.Count - MostNames;
        return string.Join("; ", cells.Take(MostNames).Select(cell => Name(cell, comparison))) + (rest > 0 ? $"; and {Count(rest)} more" : "");
    }

    /// <summary>How many trials of each cell: <c>relu: 1; prelu: 2</c>.</summary>
    public static string Counts(IReadOnlyList<(ComparedCell Cell, int Trials)> cells, Comparison comparison) =>
        string.Join("; ", cells.Take(MostNames).Select(cell => $"{Name(cell.Cell, comparison)}: {Count(cell.Trials)}"))
        + (cells.Count > MostNames ? $"; and {Count(cells.Count - MostNames)} more cells" : "");

    /// <summary>A cell's short name and, of several groups, which.</summary>
    public static string Name(ComparedCell cell, Comparison comparison)
    {
        var group = comparison.Groups.First(group => group.Cells.Contains(cell));
        return cell.Label + At(group);
    }

    /// <summary>" at lr=0.1"; nothing where there is one group.</summary>
    public static string At(ComparedGroup group) => group.Context.Length > 0 ? $" at {group.Context}" : "";

    /// <summary>A whole number.</summary>
    public static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    public static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number, or from which to which.</summary>
    public static string Range(IEnumerable<int> counts) => counts.ToList() is var all && all.Min() == all.Max() ? Count(all[0]) : $"{Count(all.Min())} to {Count(all.Max())}";

    /// <summary>Values that should be one and are several, <c>1.13.1 and 2.4.0</c>; null where there are fewer than two.</summary>
    public static string? Several(IEnumerable<string?> values)
    {
        var several = values.Where(value => !string.IsNullOrEmpty(value)).Distinct().Order(StringComparer.Ordinal).ToList();
        return several.Count > 1 ? $"{string.Join(", ", several.SkipLast(1))} and {several[^1]}" : null;
    }
}

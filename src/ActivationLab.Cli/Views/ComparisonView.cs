using ActivationLab.Experiments.Configuration;
using ActivationLab.Reports.Analysers;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Cli.Views;

/// <summary>A comparison for standard output: the finding, the tables with their legends, and what to know before quoting them.</summary>
internal static class ComparisonView
{
    private const int WidestText = 100;

    // What a narrow screen can do without, the most dispensable first.
    private static readonly string[] s_dispensable = ["p_wilcoxon", "worst", "best", "median", "p", "std", "pairs", "time", "p_holm", "improvement", "interval"];

    /// <summary>Writes it.</summary>
    public static void Write(Terminal terminal, Comparison comparison)
    {
        var width = terminal.OutIsTerminal ? terminal.Width : int.MaxValue;
        var output = terminal.Out;
        var tables = ComparisonTable.Of(comparison).ForPeople;
        Prose.Write(output, Finding.Of(comparison), Math.Min(width, WidestText));
        var shown = new List<ReportTable>();
        foreach (var table in tables)
        {
            output.WriteLine();
            Prose.Write(output, table.Title, Math.Min(width, WidestText));
            shown.Add(WriteTable(output, table, width));
        }
        output.WriteLine();
        WriteLegend(output, shown, Math.Min(width, WidestText));
        if (comparison.Conclusions.Count > 0)
            output.WriteLine();
        foreach (var conclusion in comparison.Conclusions)
            Prose.Write(output, Line(conclusion), Math.Min(width, WidestText), indent: 2);
    }

    /// <summary>A conclusion: <c>warning: …</c>.</summary>
    public static string Line(Conclusion conclusion) => $"{SnakeCase.Of(conclusion.Severity)}: {conclusion.Text}";

    private static ReportTable WriteTable(TextWriter output, ReportTable table, int width)
    {
        var dropped = TooWide(table, width);
        var fitting = table.Without(dropped);
        var texts = fitting.Columns.TakeWhile(column => !column.IsNumber).Count();
        var numbers = fitting.Columns.Skip(texts).Reverse().SkipWhile(column => !column.IsNumber).Count();
        TextTable.Write(output, [[.. fitting.Columns.Select(column => column.Heading)], .. fitting.Rows.Select(row => row.Cells)], texts, numbers);
        if (dropped.Count > 0)
            output.WriteLine($"(no room for {string.Join(", ", dropped.Select(id => table.Columns.First(column => column.Id == id).Heading))}: --markdown has all columns)");
        return fitting;
    }

    // Where a wide column had to go, a narrow one that went before it may have room again.
    private static List<string> TooWide(ReportTable table, int width)
    {
        var dropped = new List<string>();
        foreach (var id in s_dispensable.Where(id => table.Columns.Any(column => column.Id == id)).TakeWhile(_ => WidthOf(table.Without(dropped)) > width))
            dropped.Add(id);
        foreach (var id in dropped.AsEnumerable().Reverse().ToList())
        {
            if (WidthOf(table.Without([.. dropped.Where(other => other != id)])) <= width)
                dropped.Remove(id);
        }
        return dropped;
    }

    private static int WidthOf(ReportTable table) => table.Columns
        .Select((column, index) => table.Rows.Select(row => row.Cells[index].Length).Append(column.Heading.Length).Max() + TextTable.Gap.Length)
        .Sum() - TextTable.Gap.Length;

    private static void WriteLegend(TextWriter output, IReadOnlyList<ReportTable> tables, int width)
    {
        foreach (var column in tables.SelectMany(table => table.Columns).DistinctBy(column => column.Id).Where(column => column.Legend.Length > 0))
            Prose.Write(output, $"{column.Heading}: {column.Legend}", width, indent: 2);
    }
}

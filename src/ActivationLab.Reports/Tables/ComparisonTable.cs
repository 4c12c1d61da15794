using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Tables;

/// <summary>A comparison as tables, and those as text to be pasted elsewhere.</summary>
/// <param name="Name">The name of the study.</param>
/// <param name="Rows">A row a cell with all figures.</param>
/// <param name="Figures">For people: each cell by itself.</param>
/// <param name="Differences">For people: each cell against its baseline; without rows where nothing is compared.</param>
public sealed record ComparisonTable(string Name, IReadOnlyList<ComparisonRow> Rows, ReportTable Figures, ReportTable Differences)
{
    /// <summary>The tables of a comparison.</summary>
    public static ComparisonTable Of(Comparison comparison) => new(
        comparison.Study.Name,
        [.. comparison.Groups.SelectMany(group => group.Cells.Select(cell => ComparisonRow.Of(comparison, group, cell)))],
        FiguresTable.Of(comparison),
        DifferencesTable.Of(comparison));

    /// <summary>The tables for people that have something in them.</summary>
    public IReadOnlyList<ReportTable> ForPeople => Differences.Rows.Count > 0 ? [Figures, Differences] : [Figures];

    /// <summary>All figures as CSV, in the dialect of the run files.</summary>
    public string ToCsv() => CsvTable.Format(Rows);

    /// <summary>The tables for people as GitHub's Markdown.</summary>
    public string ToMarkdown() => string.Join("\n", ForPeople.Select(MarkdownTable.Write));

    /// <summary>The tables for people as LaTeX; they need the package booktabs and no other.</summary>
    public string ToLatex() => string.Join("\n", ForPeople.Select(table => LatexTable.Write(table, Name)));
}

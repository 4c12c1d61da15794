using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Page.Report;

/// <summary>How it was done, in words and as a table, to be pasted.</summary>
internal static class MethodsSection
{
    public static PageSection Of(ReportContent content, StudySettings settings)
    {
        var methods = new MethodsText(content.Comparison, settings, content.Records).Write();
        var table = settings.Table(content.Comparison.Study.Name);
        var incomplete = content.Records.IsWhole
            ? Markup.Empty
            : Markup.Of($"<p>Configurations of some cells are not here: this is what the columns of results.csv tell.</p>");
        return new PageSection("methods", "Methods", Markup.Of($"""
            {incomplete}
            {methods.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(paragraph => Markup.Of($"<p>{paragraph.Trim()}</p>"))}
            {CopyBox.Of("methods-copy", "the methods", ("Text", methods))}
            <h3>Hyper-parameters</h3>
            {TableMarkup.Of(table, "settings")}
            {CopyBox.Of("settings-copy", "the hyper-parameters", ("CSV", Csv(table)), ("Markdown", MarkdownTable.Write(table)), ("LaTeX", LatexTable.Write(table, "settings")))}
            """));
    }

    private static string Csv(ReportTable table) => CsvTable.Format(table.Rows.Select(row => new Line(row.Cells[0], row.Cells[1])));

    private sealed record Line(string Setting, string Value);
}

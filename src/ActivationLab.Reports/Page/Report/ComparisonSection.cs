using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Page.Report;

/// <summary>The tables of the comparison, to be read and to be copied.</summary>
internal static class ComparisonSection
{
    public static PageSection Of(ReportContent content)
    {
        var tables = ComparisonTable.Of(content.Comparison);
        return new PageSection("comparison", "Comparison", Markup.Of($"""
            {tables.ForPeople.Select(table => TableMarkup.Of(table, "compared"))}
            <div class="folds">{TableMarkup.Legend(tables.ForPeople)}</div>
            {CopyBox.Of("comparison-copy", "the comparison", ("CSV", tables.ToCsv()), ("Markdown", tables.ToMarkdown()), ("LaTeX", tables.ToLatex()))}
            """));
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Reports.Analysers;

namespace ActivationLab.Reports.Page.Report;

/// <summary>The answer first, then what to know before quoting it.</summary>
internal static class FindingSection
{
    public static PageSection Of(ReportContent content)
    {
        var conclusions = content.Comparison.Conclusions;
        var list = conclusions.Count == 0 ? Markup.Empty : Markup.Of($"""
            <h3>Before you quote it</h3>
            <ul class="conclusions">
            {conclusions.Select(Line)}
            </ul>
            """);
        return new PageSection("finding", "Finding", Markup.Of($"""
            <div class="finding"><p>{content.Finding}</p></div>
            {list}
            """));
    }

    private static Markup Line(Conclusion conclusion)
    {
        var severity = SnakeCase.Of(conclusion.Severity);
        return Markup.Of($"<li class=\"{severity}\"><span class=\"severity\">{severity}</span><span>{conclusion.Text}</span></li>");
    }
}

namespace ActivationLab.Reports.Page.Report;

/// <summary>All charts, and why some are not there.</summary>
internal static class ChartsSection
{
    public static PageSection Of(ReportContent content) => new("charts", "Charts", Markup.Of($"""
        {Notes(content).Select(note => Markup.Of($"<p>{note}</p>"))}
        <div class="charts">
        {content.Charts.Select(ChartFigure.Of)}
        </div>
        """));

    private static IEnumerable<string> Notes(ReportContent content)
    {
        var trials = content.Comparison.Study.Trials.Count();
        // A damaged one is there, and named below.
        var gone = trials - content.Histories.Count - content.Histories.Problems.Count;
        if (content.Charts.Count == 0)
            yield return "There is nothing to draw: no trial has figures yet.";
        if (gone == trials)
            yield return "The run folders are not here, only results.csv: charts over epochs and layers, which need them, are left out.";
        else if (gone > 0)
            yield return $"The run folders of {gone} of {trials} trials are not here or empty: charts over epochs and layers show the others.";
        foreach (var problem in content.Histories.Problems)
            yield return $"Left out of the charts over epochs and layers: {problem}.";
    }
}

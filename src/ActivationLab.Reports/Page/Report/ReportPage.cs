using System.Globalization;
using ActivationLab.Experiments;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Page.Report;

/// <summary>The report of a study as one HTML page.</summary>
public static class ReportPage
{
    /// <summary>The HTML. A report of the same runs is always the same text: it has no date but that of the runs.</summary>
    public static string Write(ReportContent content)
    {
        var study = content.Comparison.Study;
        var settings = new StudySettings(study, content.Records);
        return new PageFrame
        {
            Title = study.Name,
            Subtitle = Markup.Text(Subtitle(content, settings)),
            Description = content.Finding,
            FileName = FileNameOf(study.Name),
            Generator = content.Generator,
            Charts = content.Charts,
            Sections =
            [
                FindingSection.Of(content),
                ComparisonSection.Of(content),
                ChartsSection.Of(content),
                FailuresSection.Of(content),
                MethodsSection.Of(content, settings),
                ProvenanceSection.Of(content),
                CitationSection.Of(),
            ],
        }.Write();
    }

    private static string Subtitle(ReportContent content, StudySettings settings)
    {
        var study = content.Comparison.Study;
        var (trials, cells) = (study.Trials.Count(), study.Cells.Count);
        var parts = new[]
        {
            Amount.Of(trials, "trial"),
            Amount.Of(cells, "configuration"),
            settings.List("data.name"),
            settings.List("model.name"),
            Dates(content.Records),
        };
        return string.Join(" · ", parts.Where(part => part.Length > 0));
    }

    private static string Dates(StudyRecords records)
    {
        var days = records.Environments.Select(record => record.Started.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Distinct().Order(StringComparer.Ordinal).ToList();
        return days switch { [] => "", [var day] => $"run on {day}", _ => $"run from {days[0]} to {days[^1]}" };
    }

    private static string FileNameOf(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));
}

using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Page.Report;

/// <summary>What a report shows.</summary>
public sealed record ReportContent
{
    /// <summary>The study and its comparison.</summary>
    public required Comparison Comparison { get; init; }

    /// <summary>One sentence made from the numbers.</summary>
    public required string Finding { get; init; }

    /// <summary>What could be drawn, in order.</summary>
    public required IReadOnlyList<Chart> Charts { get; init; }

    /// <summary>The trials' histories, as far as their folders are there.</summary>
    public required StudyHistories Histories { get; init; }

    /// <summary>Configurations and circumstances, as far as their files are there.</summary>
    public required StudyRecords Records { get; init; }

    /// <summary>Name and version of the program.</summary>
    public required string Generator { get; init; }
}

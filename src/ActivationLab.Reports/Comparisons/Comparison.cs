using ActivationLab.Reports.Analysers;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Comparisons;

/// <summary>Cells of a study, each held against a baseline, seed by seed.</summary>
public sealed record Comparison
{
    /// <summary>What was compared.</summary>
    public required Study Study { get; init; }

    /// <summary>By which figure.</summary>
    public required Metric Metric { get; init; }

    /// <summary>The keys whose values are compared.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>Cells that differ in those keys only, each group with a baseline of its own; one group in most studies.</summary>
    public required IReadOnlyList<ComparedGroup> Groups { get; init; }

    /// <summary>What a reader should know before quoting the figures, the gravest first.</summary>
    public required IReadOnlyList<Conclusion> Conclusions { get; init; }

    /// <summary>All cells, group by group.</summary>
    public IEnumerable<ComparedCell> Cells => Groups.SelectMany(group => group.Cells);
}

/// <summary>Cells that differ in the compared keys only.</summary>
/// <param name="Context">What they have in common and other groups have not: <c>lr=0.1</c>; empty where there is one group.</param>
/// <param name="Baseline">The cell that the others are held against; null where the group has none.</param>
/// <param name="Cells">All of them, the baseline too, in the study's order.</param>
public sealed record ComparedGroup(string Context, ComparedCell? Baseline, IReadOnlyList<ComparedCell> Cells);

/// <summary>A cell with its figures.</summary>
public sealed record ComparedCell
{
    /// <summary>The cell.</summary>
    public required StudyCell Cell { get; init; }

    /// <summary>A short name for tables and charts, unique within its group: the variant's, or the values of the compared keys.</summary>
    public required string Label { get; init; }

    /// <summary>The compared figure over the completed trials; null without any.</summary>
    public SampleSummary? Metric { get; init; }

    /// <summary>The seed with the best figure; null without a completed trial.</summary>
    public long? BestSeed { get; init; }

    /// <summary>The seed with the worst figure.</summary>
    public long? WorstSeed { get; init; }

    /// <summary>Dead units / units after the last epoch, over the completed trials.</summary>
    public SampleSummary? DeadRatio { get; init; }

    /// <summary>
    /// Seconds of training an epoch over those of the baseline: the geometric mean over seeds and its interval (of logarithms, by t); null for
    /// the baseline, and where times cannot be compared (no pairs, other devices, threads or sizes of stacks).
    /// </summary>
    public TimeRatio? SecondsRatio { get; init; }

    /// <summary>The difference to the baseline; null for the baseline itself and where there is none.</summary>
    public PairedDifference? Difference { get; init; }
}

/// <summary>A ratio of times.</summary>
/// <param name="Value">The geometric mean.</param>
/// <param name="Interval">Its confidence interval; null for fewer than two pairs.</param>
/// <param name="Pairs">Pairs of trials with the same seed.</param>
public sealed record TimeRatio(double Value, Interval? Interval, int Pairs);

using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Comparisons;

/// <summary>A cell against its baseline, paired by seed: trials of one seed saw the same images in the same order.</summary>
public sealed record PairedDifference
{
    /// <summary>Seeds that both completed.</summary>
    public required int Pairs { get; init; }

    /// <summary>Differences, the cell's figure less the baseline's: mean, interval by t, median …; null without a pair.</summary>
    public required SampleSummary? Differences { get; init; }

    /// <summary>p of the sign-flip permutation test, two-sided: exact up to <see cref="SignFlipTest.MostExact"/>; null without a pair.</summary>
    public required PermutationResult? Permutation { get; init; }

    /// <summary><see cref="Permutation"/>'s p by Holm over the family: all comparisons of the table.</summary>
    public required double? AdjustedP { get; init; }

    /// <summary>p of Wilcoxon's signed-rank test, two-sided; null where every difference is 0 or there is none.</summary>
    public required double? WilcoxonP { get; init; }

    /// <summary>
    /// P(cell better than baseline) with a bootstrap interval (Bouthillier et al. 2021, arXiv 2103.03098, section 4.1); a seed at which only one
    /// of the two diverged counts for the other; ties count half. Null without a pair.
    /// </summary>
    public required Improvement? Improvement { get; init; }

    /// <summary>What follows.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Pairs that the smallest p of the family needs to fall below 0.05.</summary>
    public required int NeededPairs { get; init; }
}

/// <summary>What a comparison says (Bouthillier et al. 2021, section 4.2).</summary>
public enum Verdict
{
    /// <summary>No outcome of so few pairs could have been significant. Says nothing on whether there is a difference.</summary>
    TooFewPairs,

    /// <summary>The interval of P(A &gt; B) contains 0.5, or the adjusted p is not below 0.05: chance may have made it.</summary>
    NotSignificant,

    /// <summary>Better or worse by more than chance, but the interval of P(A &gt; B) does not reach γ = 0.75 (or 0.25).</summary>
    SignificantNotMeaningful,

    /// <summary>Better or worse by more than chance, and often enough to matter.</summary>
    SignificantAndMeaningful,
}

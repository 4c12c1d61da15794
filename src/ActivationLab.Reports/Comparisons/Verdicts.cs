using System.Globalization;

namespace ActivationLab.Reports.Comparisons;

/// <summary>What follows from a comparison, and how it is said.</summary>
public static class Verdicts
{
    /// <summary>The level of significance of adjusted p.</summary>
    public const double Alpha = 0.05;

    /// <summary>γ, the probability of being better from which on a difference is meaningful (Bouthillier et al. 2021, section 4.2).</summary>
    public const double Gamma = 0.75;

    /// <summary>The verdict on a difference of which all else is known.</summary>
    /// <param name="difference">The difference; its own verdict is not looked at.</param>
    /// <param name="higherIsBetter">Which way better is.</param>
    internal static Verdict Of(PairedDifference difference, bool higherIsBetter)
    {
        // Not before: after a success of another comparison Holm asks less of the next ones, which fewer pairs may reach.
        if (difference is not { AdjustedP: < Alpha, Improvement.Interval: var interval, Differences.Mean: var mean })
            return difference.Pairs < difference.NeededPairs ? Verdict.TooFewPairs : Verdict.NotSignificant;
        // Where one diverged, the other has won without a difference: then the mean may say the contrary, and nothing follows.
        var isBetter = mean > 0 == higherIsBetter;
        var (low, high) = isBetter ? (interval.Low, interval.High) : (1 - interval.High, 1 - interval.Low);
        if (low <= 0.5)
            return Verdict.NotSignificant;
        return high > Gamma ? Verdict.SignificantAndMeaningful : Verdict.SignificantNotMeaningful;
    }

    /// <summary>Whether the cell is significantly better than its baseline (true) or worse (false); null where it is neither.</summary>
    public static bool? IsBetter(this PairedDifference difference) =>
        difference.Verdict is Verdict.SignificantAndMeaningful or Verdict.SignificantNotMeaningful ? difference.Improvement!.Interval.Low > 0.5 : null;

    /// <summary>The verdict in words: <c>better, meaningful</c>; better and worse are said only of what is significant.</summary>
    public static string InWords(this PairedDifference difference) => difference.Verdict switch
    {
        Verdict.TooFewPairs when difference.Pairs == 0 => "no pair to compare",
        Verdict.TooFewPairs => string.Create(CultureInfo.InvariantCulture, $"n too small to tell (needs ≥ {difference.NeededPairs})"),
        Verdict.NotSignificant => "not significant",
        Verdict.SignificantNotMeaningful => $"{Direction(difference)}, not meaningful",
        _ => $"{Direction(difference)}, meaningful",
    };

    private static string Direction(PairedDifference difference) => difference.IsBetter() == true ? "better" : "worse";
}

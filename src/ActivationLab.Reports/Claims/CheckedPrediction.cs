using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Claims;

/// <summary>What came of a prediction or a claim.</summary>
public enum ClaimVerdict
{
    /// <summary>As predicted, by more than chance and by enough to matter.</summary>
    Holds,

    /// <summary>The interval leaves no room for a difference, on the predicted side, that matters.</summary>
    DoesNotHold,

    /// <summary>The trials cannot tell.</summary>
    Undecided,

    /// <summary>Of a claim: some of its predictions hold, others do not.</summary>
    HoldsInPart,
}

/// <summary>A prediction with what the trials say of it.</summary>
/// <param name="Prediction">The prediction.</param>
/// <param name="Study">The study.</param>
/// <param name="Measure">The figure.</param>
/// <param name="Seeds">The seeds of <paramref name="Values"/>.</param>
/// <param name="Values">A difference a seed, or a figure less the number that it is held against; octaves for a best setting.</param>
/// <param name="Variant">The mean figure of the variant over those seeds; for a best setting, its geometric mean.</param>
/// <param name="Against">The mean figure of what it is held against.</param>
/// <param name="LeftOut">Seeds left out, since a trial of theirs has no figure.</param>
/// <param name="Imputed">Trials that diverged and count as <see cref="Prediction.DivergedCountsAs"/>.</param>
public sealed record CheckedPrediction(
    Prediction Prediction, Study Study, TrialMeasure Measure, IReadOnlyList<long> Seeds, IReadOnlyList<double> Values,
    double? Variant, double? Against, int LeftOut, int Imputed)
{
    /// <summary>The values summed up; null without any.</summary>
    public SampleSummary? Summary { get; } = Values.Count == 0 ? null : SampleStatistics.Summarise(Values);

    /// <summary>p of the sign-flip permutation test, two-sided; null without a value.</summary>
    public double? P { get; } = Values.Count == 0 ? null : SignFlipTest.Run(Values).P;

    /// <summary><see cref="P"/> by Holm over all predictions of the file that expect a difference and count; over the asides, for an aside.</summary>
    public double? AdjustedP { get; init; }

    /// <summary>The fewest seeds with which the smallest p of that family could be below 0.05.</summary>
    public int NeededSeeds { get; init; }

    /// <summary>
    /// Holds: the adjusted p is below 0.05 and the mean difference is on the predicted side by at least the margin. Does not hold: the 95 %
    /// interval of the mean ends before the margin. Where sameness is predicted: the interval lies within the margins, or outside of them. Else
    /// undecided.
    /// </summary>
    public ClaimVerdict Verdict => Summary is { MeanInterval: { } interval, Mean: var mean }
        ? Prediction.Expect switch
        {
            Expectation.Higher => Directed(mean, interval.High),
            Expectation.Lower => Directed(-mean, -interval.Low),
            _ => Within(interval),
        }
        : ClaimVerdict.Undecided;

    private ClaimVerdict Directed(double mean, double best) =>
        best < Prediction.Margin || best <= 0 ? ClaimVerdict.DoesNotHold
        : AdjustedP < Verdicts.Alpha && mean > 0 && mean >= Prediction.Margin ? ClaimVerdict.Holds
        : ClaimVerdict.Undecided;

    private ClaimVerdict Within(Interval interval) =>
        -Prediction.Margin <= interval.Low && interval.High <= Prediction.Margin ? ClaimVerdict.Holds
        : interval.High < -Prediction.Margin || interval.Low > Prediction.Margin ? ClaimVerdict.DoesNotHold
        : ClaimVerdict.Undecided;
}

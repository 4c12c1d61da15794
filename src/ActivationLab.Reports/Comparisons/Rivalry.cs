using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Comparisons;

/// <summary>A cell held against its baseline; judged when all of the family are known.</summary>
internal sealed class Rivalry
{
    private readonly Metric _metric;
    private readonly IReadOnlyList<double> _differences;
    private readonly IReadOnlyList<double> _wins;
    private readonly PermutationResult? _permutation;

    /// <summary>Pairs the trials of two cells.</summary>
    public Rivalry(StudyCell cell, StudyCell baseline, Metric metric)
    {
        var pairing = new Pairing(cell, baseline);
        _metric = metric;
        _differences = pairing.Differences(metric);
        _wins = pairing.Wins(metric);
        _permutation = _differences.Count > 0 ? SignFlipTest.Run(_differences) : null;
        if (pairing.TimeRatios() is { Count: > 0 } ratios && GeometricMean.OfRatios(ratios) is var ratio)
            SecondsRatio = new TimeRatio(ratio.Mean, ratio.MeanInterval, ratio.N);
    }

    /// <summary>Seconds an epoch over those of the baseline.</summary>
    public TimeRatio? SecondsRatio { get; }

    /// <summary>The difference; null before it is judged.</summary>
    public PairedDifference? Difference { get; private set; }

    /// <summary>Corrects the p of all for how many there are, and says what follows. What has no pair has no p and is none of them.</summary>
    public static void JudgeFamily(IReadOnlyList<Rivalry> family)
    {
        var tested = family.Where(rivalry => rivalry._permutation is not null).ToList();
        var needed = SignFlipTest.NeededPairs(Math.Max(1, tested.Count));
        foreach (var (rivalry, p) in tested.Zip(Holm.Adjust([.. tested.Select(rivalry => rivalry._permutation!.P)])))
            rivalry.Judge(p, needed);
        foreach (var rivalry in family.Except(tested))
            rivalry.Judge(null, needed);
    }

    private void Judge(double? adjustedP, int needed)
    {
        var difference = new PairedDifference
        {
            Pairs = _differences.Count,
            Differences = _differences.Count > 0 ? SampleStatistics.Summarise(_differences) : null,
            Permutation = _permutation,
            AdjustedP = adjustedP,
            WilcoxonP = SignedRankTest.P(_differences),
            Improvement = _wins.Count > 0 ? ImprovementEstimate.Of(_wins) : null,
            NeededPairs = needed,
            Verdict = Verdict.NotSignificant,
        };
        Difference = difference with { Verdict = Verdicts.Of(difference, _metric.HigherIsBetter) };
    }
}

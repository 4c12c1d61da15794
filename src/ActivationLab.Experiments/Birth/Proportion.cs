using ActivationLab.Experiments.Statistics;

namespace ActivationLab.Experiments.Birth;

/// <summary>How many of so many.</summary>
public readonly record struct Proportion(long Count, long Total)
{
    /// <summary>Count / total.</summary>
    public double Share => (double)Count / Total;

    /// <summary>Standard error of the share: sqrt(p·(1 - p) / n).</summary>
    public double StandardError => StandardErrorOf(Share);

    /// <summary>The 95 % confidence interval of the share.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Count, Total);

    /// <summary>How many standard errors, as they are if it is true, the share is above an expected one.</summary>
    public double Deviation(double expected) =>
        Share == expected ? 0 : (Share - expected) / StandardErrorOf(expected);

    private double StandardErrorOf(double share) => Math.Sqrt(share * (1 - share) / Total);
}

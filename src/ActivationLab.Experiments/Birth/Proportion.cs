namespace ActivationLab.Experiments.Birth;

/// <summary>How many of so many.</summary>
public readonly record struct Proportion(long Count, long Total)
{
    // The 97.5 % quantile of the normal distribution.
    private const double Quantile = 1.959963984540054;

    /// <summary>Count / total.</summary>
    public double Share => (double)Count / Total;

    /// <summary>Standard error of the share: sqrt(p·(1 - p) / n).</summary>
    public double StandardError => StandardErrorOf(Share);

    /// <summary>The 95 % confidence interval of Wilson (1927), which holds for shares near 0 and 1 too.</summary>
    public (double Low, double High) Interval
    {
        get
        {
            var weight = Quantile * Quantile / Total;
            var centre = (Share + weight / 2) / (1 + weight);
            var half = Math.Sqrt(Quantile * Quantile * Share * (1 - Share) / Total + weight * weight / 4) / (1 + weight);
            return (Math.Max(0, centre - half), Math.Min(1, centre + half));
        }
    }

    /// <summary>How many standard errors, as they are if it is true, the share is above an expected one.</summary>
    public double Deviation(double expected) =>
        Share == expected ? 0 : (Share - expected) / StandardErrorOf(expected);

    private double StandardErrorOf(double share) => Math.Sqrt(share * (1 - share) / Total);
}

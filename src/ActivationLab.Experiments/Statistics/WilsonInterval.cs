namespace ActivationLab.Experiments.Statistics;

/// <summary>
/// What a share of successes says of their probability: the score interval of Wilson (1927), which keeps its level near 0 and 1 and for few
/// observations, where p ± 1.96 s does not (Brown, Cai and DasGupta 2001).
/// </summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    // The 0.975 quantile of the normal distribution: 95 % lie between minus this and this.
    private const double Z = 1.959963984540054;

    /// <summary>The 95 % interval for so many successes among so many observations.</summary>
    public static WilsonInterval Of(long successes, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)successes, (ulong)count);
        var share = (double)successes / count;
        var center = (share + Z * Z / (2 * count)) / (1 + Z * Z / count);
        var reach = Z / (1 + Z * Z / count) * Math.Sqrt(share * (1 - share) / count + Z * Z / (4.0 * count * count));
        // At the ends the formula gives 0 and 1 up to rounding.
        return new(successes == 0 ? 0 : center - reach, successes == count ? 1 : center + reach);
    }
}

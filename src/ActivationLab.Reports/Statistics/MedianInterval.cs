using MathNet.Numerics.Distributions;

namespace ActivationLab.Reports.Statistics;

/// <summary>
/// The confidence interval of a median between two order statistics, whatever the distribution: below the k-th smallest of n lies the median
/// with probability P(Bin(n, 1/2) &lt; k) (Conover 1999, Practical Nonparametric Statistics, section 3.2).
/// </summary>
public static class MedianInterval
{
    /// <summary>The narrowest such interval, the same number left out at both ends; null when so few numbers allow none (fewer than 6 at 0.95).</summary>
    /// <param name="values">At least one number, in any order.</param>
    /// <param name="level">The least probability with which it holds the median. Default 0.95.</param>
    /// <exception cref="ArgumentException">There is no number, or one is not finite.</exception>
    public static Interval? Of(IReadOnlyList<double> values, double level = TInterval.DefaultLevel)
    {
        Numbers.ThrowIfEmptyOrNotFinite(values, nameof(values));
        var sorted = values.Order().ToArray();
        var leftOut = 0;
        while (2 * Binomial.CDF(0.5, sorted.Length, leftOut) <= 1 - level)
            leftOut++;
        return leftOut == 0 ? null : new Interval(sorted[leftOut - 1], sorted[^leftOut]);
    }
}

namespace ActivationLab.Reports.Statistics;

/// <summary>
/// Sample quantiles, interpolated linearly between the order statistics at (n - 1)·p: type 7 of Hyndman and Fan (1996, The American
/// Statistician 50), the default of R and of NumPy.
/// </summary>
public static class Quantile
{
    /// <summary>The quantile at <paramref name="p"/>.</summary>
    /// <param name="values">At least one number, in any order.</param>
    /// <param name="p">From 0, the smallest, to 1, the largest.</param>
    /// <exception cref="ArgumentException">There is no number, one is not finite, or <paramref name="p"/> is not from 0 to 1.</exception>
    public static double Of(IReadOnlyList<double> values, double p)
    {
        Numbers.ThrowIfEmptyOrNotFinite(values, nameof(values));
        if (!(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "a quantile is asked for at a p from 0 to 1");
        var sorted = values.Order().ToArray();
        var position = (sorted.Length - 1) * p;
        var below = (int)position;
        var weight = position - below;
        return weight == 0 ? sorted[below] : (1 - weight) * sorted[below] + weight * sorted[below + 1];
    }

    /// <summary>The median: of an even number, the mean of the middle two.</summary>
    /// <exception cref="ArgumentException">There is no number, or one is not finite.</exception>
    public static double Median(IReadOnlyList<double> values) => Of(values, 0.5);
}

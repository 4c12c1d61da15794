namespace ActivationLab.Reports.Statistics;

/// <summary>Mean, spread and order of a few numbers.</summary>
public static class SampleStatistics
{
    /// <summary>All of them at once.</summary>
    /// <param name="values">At least one number, in any order.</param>
    /// <param name="level">The confidence level of the interval of the mean. Default 0.95.</param>
    /// <exception cref="ArgumentException">There is no number, or one is not finite.</exception>
    public static SampleSummary Summarise(IReadOnlyList<double> values, double level = TInterval.DefaultLevel)
    {
        var mean = Mean(values);
        return new(values.Count, mean, Std(values), TInterval.OfMean(values, level), Quantile.Median(values), values.Min(), values.Max());
    }

    /// <summary>The arithmetic mean, Σ x / n.</summary>
    /// <exception cref="ArgumentException">There is no number, or one is not finite.</exception>
    public static double Mean(IReadOnlyList<double> values)
    {
        Numbers.ThrowIfEmptyOrNotFinite(values, nameof(values));
        var first = values.Sum() / values.Count;
        // What is left of the numbers around it is rounding, and is put back: equal numbers then have themselves as mean and no spread.
        return first + values.Sum(value => value - first) / values.Count;
    }

    /// <summary>The sample standard deviation, sqrt(Σ (x - mean)² / (n - 1)); null for a single number.</summary>
    /// <exception cref="ArgumentException">There is no number, or one is not finite.</exception>
    public static double? Std(IReadOnlyList<double> values)
    {
        var mean = Mean(values);
        return values.Count < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}

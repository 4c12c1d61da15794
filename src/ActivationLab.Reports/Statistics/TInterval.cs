namespace ActivationLab.Reports.Statistics;

/// <summary>
/// The confidence interval of a mean by Student's t (Student 1908, Biometrika 6): mean ± t · s / sqrt(n), with s the sample standard deviation
/// and t the quantile of Student's distribution with n - 1 degrees of freedom at (1 + level) / 2. It keeps its level for independent normal
/// numbers; for others about, the better the more there are and the less skewed they are.
/// </summary>
public static class TInterval
{
    /// <summary>The confidence level where none is said: 0.95.</summary>
    public const double DefaultLevel = 0.95;

    /// <summary>The interval of the mean; null for fewer than two numbers, which have no spread.</summary>
    /// <param name="values">Independent numbers.</param>
    /// <param name="level">The confidence level, above 0 and below 1. Default 0.95.</param>
    /// <exception cref="ArgumentException">A number is not finite, or the level is out of range.</exception>
    public static Interval? OfMean(IReadOnlyList<double> values, double level = DefaultLevel)
    {
        Numbers.ThrowIfNotFinite(values, nameof(values));
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "a confidence level is above 0 and below 1");
        if (values.Count < 2 || SampleStatistics.Std(values) is not { } std)
            return null;
        var mean = SampleStatistics.Mean(values);
        var reach = StudentDistribution.TwoSidedQuantile(1 - level, values.Count - 1) * std / Math.Sqrt(values.Count);
        return new(mean - reach, mean + reach);
    }
}

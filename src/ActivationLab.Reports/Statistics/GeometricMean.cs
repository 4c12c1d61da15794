namespace ActivationLab.Reports.Statistics;

/// <summary>
/// The mean of ratios, such as of times: exp of the mean of their logarithms, so that a/b and b/a give reciprocal means, which arithmetic ones do
/// not (Fleming and Wallace 1986, Communications of the ACM 29). Its interval is exp of that of the logarithms' mean by Student's t.
/// </summary>
public static class GeometricMean
{
    /// <summary>The geometric mean and its interval.</summary>
    /// <param name="ratios">At least one ratio, each above 0.</param>
    /// <param name="level">The confidence level, above 0 and below 1. Default 0.95.</param>
    /// <exception cref="ArgumentException">There is no ratio, or one is not above 0 and finite.</exception>
    public static RatioSummary OfRatios(IReadOnlyList<double> ratios, double level = TInterval.DefaultLevel)
    {
        Numbers.ThrowIfEmptyOrNotFinite(ratios, nameof(ratios));
        if (ratios.Any(ratio => ratio <= 0))
            throw new ArgumentException($"{ratios.First(ratio => ratio <= 0)} is not above 0, so it has no logarithm", nameof(ratios));
        double[] logs = [.. ratios.Select(ratio => Math.Log(ratio))];
        var interval = TInterval.OfMean(logs, level);
        return new(logs.Length, Math.Exp(SampleStatistics.Mean(logs)), interval is { } of ? new Interval(Math.Exp(of.Low), Math.Exp(of.High)) : null);
    }
}

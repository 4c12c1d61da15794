namespace ActivationLab.Models.Tests.Support;

/// <summary>The test of Kolmogorov and Smirnov: whether numbers were drawn from a distribution.</summary>
internal static class KolmogorovSmirnov
{
    /// <summary>Quantile of sqrt(n)·D that a right distribution exceeds once in a thousand times (n large).</summary>
    public const double Critical = 1.95;

    /// <summary>sqrt(n)·D, with D the largest distance between the share of numbers up to x and the distribution function.</summary>
    public static double Statistic(IReadOnlyCollection<double> draws, Func<double, double> distribution)
    {
        double n = draws.Count;
        var distance = draws.Order().Index().Max(draw =>
            Math.Max((draw.Index + 1) / n - distribution(draw.Item), distribution(draw.Item) - draw.Index / n));
        return Math.Sqrt(n) * distance;
    }

    public static Func<double, double> Uniform(double lower, double upper) => x => Math.Clamp((x - lower) / (upper - lower), 0, 1);
}

using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Tests.Statistics;

/// <summary>
/// Student's t test of paired numbers (Student 1908, Biometrika 6): t = mean · sqrt(n) / s of the differences, with n - 1 degrees of freedom.
/// The hypothesis: the differences are independent and normal around 0. Nothing reports it: it is the other face of the interval that is reported.
/// </summary>
internal static class PairedTTest
{
    /// <summary>p, two-sided; null for fewer than two differences, and where they are all the same, so that there is no spread to judge by.</summary>
    /// <exception cref="ArgumentException">A difference is not finite.</exception>
    public static double? P(IReadOnlyList<double> differences)
    {
        Numbers.ThrowIfNotFinite(differences, nameof(differences));
        if (differences.Count < 2 || SampleStatistics.Std(differences) is not { } std)
            return null;
        var (mean, n) = (SampleStatistics.Mean(differences), differences.Count);
        return std <= Numbers.Rounding * Math.Abs(mean) ? null : StudentDistribution.TwoSidedP(mean * Math.Sqrt(n) / std, n - 1);
    }
}

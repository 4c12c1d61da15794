using MathNet.Numerics.Distributions;

namespace ActivationLab.Reports.Statistics;

/// <summary>
/// Wilcoxon's signed-rank test of paired differences (Wilcoxon 1945, Biometrics Bulletin 1), two-sided: V is the sum of the ranks of |d| over the
/// positive differences. The hypothesis: the differences are symmetric about 0. Differences of 0 are left out, and p is what R's
/// <c>wilcox.test</c> gives: counted for fewer than <see cref="FewestForNormal"/> differences without ties and zeros; else from the normal
/// approximation z = (V - n(n+1)/4 ∓ 1/2) / sqrt(n(n+1)(2n+1)/24 - Σ (t³ - t)/48), over groups of t ties, which share their mean rank.
/// </summary>
public static class SignedRankTest
{
    /// <summary>From how many differences on the normal approximation is used in any case.</summary>
    public const int FewestForNormal = 50;

    /// <summary>p, two-sided; null where there is no difference, or none that is not 0.</summary>
    /// <exception cref="ArgumentException">A difference is not finite.</exception>
    public static double? P(IReadOnlyList<double> differences)
    {
        Numbers.ThrowIfNotFinite(differences, nameof(differences));
        double[] sorted = [.. differences.Where(difference => difference != 0).OrderBy(Math.Abs)];
        if (sorted.Length == 0)
            return null;
        var (positiveRanks, tieCorrection) = (0.0, 0.0);
        foreach (var (first, count) in TiesOf(sorted))
        {
            // Ranks first + 1 … first + count have this mean.
            var rank = first + (count + 1) / 2.0;
            positiveRanks += rank * sorted.AsSpan(first, count).ToArray().Count(difference => difference > 0);
            tieCorrection += Math.Pow(count, 3) - count;
        }
        return sorted.Length < FewestForNormal && sorted.Length == differences.Count && tieCorrection == 0
            ? ExactP(positiveRanks, sorted.Length)
            : NormalP(positiveRanks, sorted.Length, tieCorrection);
    }

    // Runs of the same |d|, up to rounding: where each begins and its length.
    private static IEnumerable<(int First, int Count)> TiesOf(double[] sorted)
    {
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            for (next = first + 1; next < sorted.Length; next++)
            {
                var size = Math.Abs(sorted[next]);
                if (size - Math.Abs(sorted[next - 1]) > Numbers.Rounding * size)
                    break;
            }
            yield return (first, next - first);
        }
    }

    private static double ExactP(double positiveRanks, int n)
    {
        // subsets[v]: of the ranks 1 … n, how many subsets add up to v. At most 2^49 altogether, so that doubles count them exactly.
        var most = n * (n + 1) / 2;
        var subsets = new double[most + 1];
        subsets[0] = 1;
        for (var rank = 1; rank <= n; rank++)
            for (var sum = most; sum >= rank; sum--)
                subsets[sum] += subsets[sum - rank];
        var nearerEnd = (int)Math.Min(positiveRanks, most - positiveRanks);
        return Math.Min(1, Math.ScaleB(2 * subsets.Take(nearerEnd + 1).Sum(), -n));
    }

    private static double NormalP(double positiveRanks, int n, double tieCorrection)
    {
        var deviation = Math.Abs(positiveRanks - n * (n + 1) / 4.0);
        var sigma = Math.Sqrt(n * (n + 1.0) * (2 * n + 1) / 24 - tieCorrection / 48);
        // With V in the middle there is nothing to correct; p is 1 there either way.
        return Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Max(0, deviation - 0.5) / sigma));
    }
}

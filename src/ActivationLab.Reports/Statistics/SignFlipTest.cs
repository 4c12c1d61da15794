using ActivationLab.Experiments.Data;

namespace ActivationLab.Reports.Statistics;

/// <summary>
/// The sign-flip permutation test of paired differences (Fisher 1935, The Design of Experiments, section 21), two-sided. If neither of a pair is
/// better, its difference could as well have had the other sign. p is the share of the 2^n choices of signs for which |Σ ± d| is at least the
/// observed |Σ d|; it assumes no distribution, only differences that are symmetric about 0.
/// </summary>
public static class SignFlipTest
{
    /// <summary>The most differences for which all choices of signs are counted; for more they are drawn.</summary>
    public const int MostExact = 32;

    /// <summary>How many choices of signs are drawn for more differences than <see cref="MostExact"/>.</summary>
    public const int Draws = 200_000;

    private const ulong Seed = 1935;

    /// <summary>
    /// Runs the test. Up to <see cref="MostExact"/> differences all choices of signs are counted. Above, <see cref="Draws"/> are drawn, the same ones
    /// every time, and p = (b + 1) / (draws + 1), b of them being at least as extreme, which keeps the test's level and is never 0 (Phipson and Smyth
    /// 2010, Statistical Applications in Genetics and Molecular Biology 9); its standard error is sqrt(p (1 - p) / draws). Differences of 0 count as
    /// pairs; without any other, p is 1.
    /// </summary>
    /// <param name="differences">One a pair.</param>
    /// <exception cref="ArgumentException">A difference is not finite.</exception>
    public static PermutationResult Run(IReadOnlyList<double> differences)
    {
        Numbers.ThrowIfNotFinite(differences, nameof(differences));
        var flips = new SignFlips(differences);
        var smallest = SmallestP(differences.Count);
        if (differences.Count <= MostExact)
            return new(flips.ShareExtreme(), IsExact: true, StandardError: 0, smallest);
        var p = (flips.DrawExtreme(Draws, new SplitMix64(Seed)) + 1.0) / (Draws + 1.0);
        return new(p, IsExact: false, Math.Sqrt(p * (1 - p) / Draws), Math.Max(smallest, 1 / (Draws + 1.0)));
    }

    /// <summary>
    /// The fewest pairs with which a comparison can be significant: the smallest n with m · 2 / 2^n &lt; alpha. 2 / 2^n is the smallest p of n
    /// pairs, and Holm's first step, which has to succeed before any other, multiplies the smallest p of the family by m. Holm (1979) rejects at
    /// m · p ≤ alpha, this project says "below"; for alpha 0.05 both are the same, as no m · 2 / 2^n is 1/20.
    /// </summary>
    /// <param name="comparisons">m, the comparisons of the family; at least 1.</param>
    /// <param name="alpha">The level of significance, above 0 and at most 1. Default 0.05.</param>
    public static int NeededPairs(int comparisons, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(comparisons);
        if (!(alpha is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "a level of significance is above 0 and at most 1");
        var pairs = 1;
        while (comparisons * SmallestP(pairs) >= alpha)
            pairs++;
        return pairs;
    }

    private static double SmallestP(int pairs) => Math.Min(1, Math.ScaleB(2, -pairs));
}

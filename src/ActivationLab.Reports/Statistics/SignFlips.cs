using ActivationLab.Experiments.Data;

namespace ActivationLab.Reports.Statistics;

/// <summary>
/// Counts the choices of signs that make a sum of differences at least as extreme as it is.
/// <para>
/// Flipping the differences of a subset A takes 2·Σ_A d from their sum S. For S ≥ 0 (else all signs are turned first) the sum stays at least S if
/// Σ_A d ≤ 0, and falls to -S or less if the same holds for the complement of A. So sums are never compared with each other, only those of subsets
/// with 0, and rounding matters in relation to what was flipped, not to the largest difference of all: Σ_A d counts as 0 up to
/// <see cref="Numbers.Rounding"/> · Σ_A |d|, which is far above the rounding of the sums (at most n · 2^-53 · Σ_A |d|) and covers that of the
/// differences. As that bound is a sum over A too, it is taken from each difference beforehand.
/// </para>
/// </summary>
internal sealed class SignFlips
{
    private const int ChunkBits = 10;
    private const int ChunksOfWord = 64 / ChunkBits;

    private readonly double[] _differences;

    public SignFlips(IReadOnlyList<double> differences)
    {
        var sign = differences.Sum() < 0 ? -1 : 1;
        // In order, so that what is drawn does not depend on the order of the pairs.
        _differences = [.. differences.Select(difference => sign * difference - Numbers.Rounding * Math.Abs(difference)).Order()];
    }

    /// <summary>The share of all 2^n choices that are at least as extreme, in 2^(n/2) steps (Horowitz and Sahni 1974).</summary>
    public double ShareExtreme()
    {
        var half = _differences.Length / 2;
        var (some, others) = (SortedSums(_differences[..half]), SortedSums(_differences[half..]));
        // As the sums of some rise, fewer and fewer of the others go with them.
        var (atMostZero, fitting) = (0L, others.Length);
        foreach (var sum in some)
        {
            while (fitting > 0 && sum + others[fitting - 1] > 0)
                fitting--;
            atMostZero += fitting;
        }
        // A subset and its complement count both only where S is 0, and there at least one of them does.
        return Math.Min(1, Math.ScaleB(2.0 * atMostZero, -_differences.Length));
    }

    /// <summary>How many of so many random choices are at least as extreme.</summary>
    public int DrawExtreme(int draws, SplitMix64 random)
    {
        // What each subset of every ten differences adds up to.
        double[][] chunks = [.. _differences.Chunk(ChunkBits).Select(Sums)];
        var extreme = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var (flipped, kept, bits) = (0.0, 0.0, 0UL);
            for (var chunk = 0; chunk < chunks.Length; chunk++)
            {
                if (chunk % ChunksOfWord == 0)
                    bits = random.Next();
                var sums = chunks[chunk];
                var chosen = (int)bits & (sums.Length - 1);
                flipped += sums[chosen];
                kept += sums[sums.Length - 1 - chosen];
                bits >>= ChunkBits;
            }
            if (flipped <= 0 || kept <= 0)
                extreme++;
        }
        return extreme;
    }

    // The sums of all subsets; bit i of the index says whether number i is in it.
    private static double[] Sums(double[] values)
    {
        var sums = new double[1 << values.Length];
        for (var i = 0; i < values.Length; i++)
            for (var without = 0; without < 1 << i; without++)
                sums[without | 1 << i] = sums[without] + values[i];
        return sums;
    }

    // The same in ascending order: each number merges the sums without it and those with it.
    private static double[] SortedSums(double[] values)
    {
        double[] sums = [0];
        foreach (var value in values)
        {
            var merged = new double[2 * sums.Length];
            for (int without = 0, with = 0, i = 0; i < merged.Length; i++)
                merged[i] = with == sums.Length || without < sums.Length && sums[without] <= sums[with] + value ? sums[without++] : sums[with++] + value;
            sums = merged;
        }
        return sums;
    }
}

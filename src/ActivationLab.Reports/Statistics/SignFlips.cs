using ActivationLab.Experiments.Data;

namespace ActivationLab.Reports.Statistics;

/// <summary>
/// Counts the choices of signs that make a sum of differences at least as extreme as it is.
/// <para>
/// Flipping the differences of a subset A takes 2·Σ_A d from the sum S. For S ≥ 0 (else all signs are turned first) the sum stays at least S if
/// Σ_A d ≤ 0, and falls to -S or less if the same holds for the complement of A. So sums are never compared with each other, only subsets with
/// 0, and rounding matters in relation to what was flipped, not to the largest difference of all: Σ_A d counts as 0 up to
/// <see cref="Numbers.Rounding"/> · Σ_A |d|, which covers the rounding of the sums (at most n · 2^-53 · Σ_A |d|) and that of the differences.
/// </para>
/// </summary>
internal sealed class SignFlips
{
    private const int ChunkBits = 10;
    private const int ChunksOfWord = 64 / ChunkBits;

    // A table for each ten differences: what each subset of them adds up to.
    private readonly Subset[][] _chunks;

    public SignFlips(IReadOnlyList<double> differences)
    {
        var sign = differences.Sum() < 0 ? -1 : 1;
        // In order, so that what is drawn does not depend on the order of the pairs.
        _chunks = [.. differences.Select(difference => sign * difference).Order().Chunk(ChunkBits).Select(SubsetsOf)];
    }

    /// <summary>The share of all 2^n choices that are at least as extreme.</summary>
    public double ShareExtreme()
    {
        var choices = _chunks.Aggregate(1L, (product, chunk) => product * chunk.Length);
        // A subset and its complement cannot both count unless S is 0, and then at least one of them does.
        return Math.Min(1, 2.0 * CountAtMostZero(default, _chunks) / choices);
    }

    /// <summary>How many of so many random choices are at least as extreme.</summary>
    public int DrawExtreme(int draws, SplitMix64 random)
    {
        var extreme = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var (flipped, kept, bits) = (default(Subset), default(Subset), 0UL);
            for (var chunk = 0; chunk < _chunks.Length; chunk++)
            {
                if (chunk % ChunksOfWord == 0)
                    bits = random.Next();
                var subsets = _chunks[chunk];
                var chosen = (int)bits & (subsets.Length - 1);
                flipped += subsets[chosen];
                kept += subsets[subsets.Length - 1 - chosen];
                bits >>= ChunkBits;
            }
            if (flipped.IsAtMostZero || kept.IsAtMostZero)
                extreme++;
        }
        return extreme;
    }

    private static long CountAtMostZero(Subset chosen, ReadOnlySpan<Subset[]> chunks)
    {
        if (chunks.IsEmpty)
            return chosen.IsAtMostZero ? 1 : 0;
        var count = 0L;
        foreach (var subset in chunks[0])
            count += CountAtMostZero(chosen + subset, chunks[1..]);
        return count;
    }

    private static Subset[] SubsetsOf(double[] differences)
    {
        var subsets = new Subset[1 << differences.Length];
        for (var i = 0; i < differences.Length; i++)
            for (var without = 0; without < 1 << i; without++)
                subsets[without | 1 << i] = subsets[without] + new Subset(differences[i], Math.Abs(differences[i]));
        return subsets;
    }

    // Σ d and Σ |d| of some differences.
    private readonly record struct Subset(double Sum, double Size)
    {
        public bool IsAtMostZero => Sum <= Numbers.Rounding * Size;

        public static Subset operator +(Subset a, Subset b) => new(a.Sum + b.Sum, a.Size + b.Size);
    }
}

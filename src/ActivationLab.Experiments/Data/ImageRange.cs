namespace ActivationLab.Experiments.Data;

/// <summary>Images from <paramref name="Start"/> on, <paramref name="Count"/> of them.</summary>
public readonly record struct ImageRange(int Start, int Count)
{
    /// <summary>The first image after the range.</summary>
    public int End => Start + Count;

    /// <summary>The range in pieces of at most <paramref name="size"/> images.</summary>
    public IEnumerable<ImageRange> Batches(int size)
    {
        for (var start = Start; start < End; start += size)
            yield return new ImageRange(start, Math.Min(size, End - start));
    }
}

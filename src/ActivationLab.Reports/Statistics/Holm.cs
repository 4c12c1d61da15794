namespace ActivationLab.Reports.Statistics;

/// <summary>
/// Holm's correction for several comparisons (Holm 1979, Scandinavian Journal of Statistics 6): however they depend on each other, the
/// probability of even one false positive in the family is at most alpha when adjusted p at most alpha are taken for significant.
/// </summary>
public static class Holm
{
    /// <summary>
    /// The adjusted p, in the order of the given ones. Of m in ascending order the i-th becomes the largest of min(1, (m - j + 1) · p_j) over
    /// j ≤ i.
    /// </summary>
    /// <exception cref="ArgumentException">A p is not from 0 to 1.</exception>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> ps)
    {
        foreach (var p in ps)
            if (!(p is >= 0 and <= 1))
                throw new ArgumentException($"{p} is not a p: it is not from 0 to 1", nameof(ps));
        var adjusted = new double[ps.Count];
        var (left, largest) = (ps.Count, 0.0);
        foreach (var index in Enumerable.Range(0, ps.Count).OrderBy(index => ps[index]))
            adjusted[index] = largest = Math.Max(largest, Math.Min(1, left-- * ps[index]));
        return adjusted;
    }
}

namespace ActivationLab.Reports.Statistics;

/// <summary>What the statistics ask of their numbers, and when two of those are the same number.</summary>
internal static class Numbers
{
    /// <summary>
    /// Numbers closer than this share of their size are the same number, seen through rounding. Accuracies are counts over a total: equal differences
    /// of them come out of the subtraction up to 3e-16 apart (each term is rounded by at most 2^-54), which for a difference of one image in
    /// 100,000 is 3e-11 of it. Figures on a continuous scale come this close to each other by chance in one pair of 10^10.
    /// </summary>
    public const double Rounding = 1e-10;

    /// <summary>Throws for NaN and infinity: what could not be measured is the caller's to leave out and to say.</summary>
    public static void ThrowIfNotFinite(IReadOnlyList<double> values, string name)
    {
        for (var i = 0; i < values.Count; i++)
            if (!double.IsFinite(values[i]))
                throw new ArgumentException($"number {i} is {values[i]}; only finite numbers have statistics", name);
    }

    /// <summary>Throws for none at all, NaN and infinity.</summary>
    public static void ThrowIfEmptyOrNotFinite(IReadOnlyList<double> values, string name)
    {
        if (values.Count == 0)
            throw new ArgumentException("no numbers have no statistics", name);
        ThrowIfNotFinite(values, name);
    }
}

using System.Globalization;

namespace ActivationLab.Reports.Page.Report;

/// <summary>Seeds in a few words.</summary>
internal static class SeedRanges
{
    /// <summary>Ranges of them: <c>42–51, 60</c>.</summary>
    public static string Of(IEnumerable<long> seeds)
    {
        var ranges = new List<(long First, long Last)>();
        foreach (var seed in seeds.Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == seed - 1)
                ranges[^1] = (ranges[^1].First, seed);
            else
                ranges.Add((seed, seed));
        }
        return string.Join(", ", ranges.Select(range => range.First == range.Last ? Text(range.First) : $"{Text(range.First)}–{Text(range.Last)}"));
    }

    private static string Text(long seed) => seed.ToString(CultureInfo.InvariantCulture);
}

using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>The compared figure and the dead ratio against each other key that was swept: learning rate, batch size, depth …</summary>
public static class SweptKeyCharts
{
    /// <summary>The charts, two a key; none where no key has several numbers, or too many lines were needed.</summary>
    public static IReadOnlyList<Chart> Of(Comparison comparison) => [.. SweptKey.Of(comparison).SelectMany(key => Of(comparison, key))];

    private static IEnumerable<Chart> Of(Comparison comparison, SweptKey key)
    {
        var names = key.Points.Select(point => point.Series).Distinct().ToList();
        var variants = SeriesScale.Of(comparison);
        // A line a variant looks as the variant does elsewhere.
        var scale = names.All(variants.Names.Contains) ? variants.Only(names) : SeriesScale.Of(names);
        var deadRatio = Metrics.Find("dead_ratio");
        foreach (var metric in comparison.Metric.Name == deadRatio.Name ? [deadRatio] : new[] { comparison.Metric, deadRatio })
        {
            var lines = new LinesOverKey(key.Points, key.Text, metric.Of, scale);
            if (lines.Values.Any())
            {
                yield return lines.Chart(
                    $"{metric.Name}-by-{key.Key}".Replace('_', '-').Replace('.', '-'),
                    $"{CellRows.Sentence(metric.Text)} against {key.Text}",
                    metric,
                    "");
            }
        }
    }
}

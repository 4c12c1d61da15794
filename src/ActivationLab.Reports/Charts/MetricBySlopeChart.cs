using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Charts;

/// <summary>
/// The compared figure against <c>negative_slope</c>, of ReLU (slope 0) and LeakyReLU. The slopes stand at equal distances: 0 has no place on a
/// logarithmic axis and 0.001 none beside 1 on a linear one, and people choose slopes in about equal ratios.
/// </summary>
public static class MetricBySlopeChart
{
    private const int FewestSlopes = 3;

    private const int MostSeries = 10;

    /// <summary>The chart; null where there are fewer than three slopes, or more lines than can be told apart.</summary>
    public static Chart? Of(Comparison comparison)
    {
        List<SeriesPoint> points = [.. comparison.Groups.SelectMany(group => group.Cells
            .Select(cell => (Slope: SlopeOf(cell), cell))
            .Where(found => found.Slope is not null)
            .Select(found => new SeriesPoint(group.Context, found.Slope!.Value, found.cell)))];
        points = [.. points.GroupBy(point => point.Series)
            .Where(series => series.Select(point => point.Position).Distinct().Count() >= FewestSlopes)
            .SelectMany(series => series.DistinctBy(point => point.Position))];
        var scale = SeriesScale.Of(points.Select(point => point.Series));
        var lines = new LinesOverKey(points, "negative slope", comparison.Metric.Of, scale, alwaysOrdinal: true);
        if (scale.Names.Count is 0 or > MostSeries || !lines.Values.Any())
            return null;
        return lines.Chart(
            "metric-by-slope",
            $"{CellRows.Sentence(comparison.Metric.Text)} against negative slope",
            comparison.Metric,
            " The slopes stand at equal distances; slope 0 is ReLU.");
    }

    private static double? SlopeOf(ComparedCell cell) => cell.Cell.Trials.Select(trial => trial.Row).FirstOrDefault() switch
    {
        { Activation: "relu" } => 0,
        { Activation: "leaky_relu", NegativeSlope: { } slope } => slope,
        _ => null,
    };
}

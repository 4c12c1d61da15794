using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>The compared figure against the dead ratio, every trial a dot.</summary>
public static class MetricByDeadRatioChart
{
    private const int MostSeries = 12;

    /// <summary>The chart; null where no trial has a dead unit, or the dead ratio itself is compared.</summary>
    public static Chart? Of(Comparison comparison)
    {
        var metric = comparison.Metric;
        List<Dot> dots = [.. comparison.Groups.SelectMany(group => group.Cells.SelectMany(cell => cell.Cell.Completed
            .Where(trial => metric.Of(trial.Row) is not null && trial.Row.DeadRatio is { } ratio && Metrics.IsFigure(ratio))
            .Select(trial => new Dot(cell.Label, group.Context, trial.Seed, trial.Row.DeadRatio!.Value, metric.Of(trial.Row)!.Value))))];
        var scale = SeriesScale.Of(comparison);
        if (metric.Name == "dead_ratio" || scale.Names.Count > MostSeries || dots.All(dot => dot.DeadRatio == 0) || dots.Count < 2)
            return null;

        var across = ValueAxis.ShareFromZero("dead units / units after the last epoch", dots.Select(dot => dot.DeadRatio));
        var up = ValueAxis.Of(metric, dots.Select(dot => dot.Value));
        var description = $"{CellRows.Sentence(metric.Text)} and dead ratio of {dots.Count} trials: " + Figures.List(dots.GroupBy(dot => dot.Variant).Select(variant =>
            $"{variant.Key} from {Figures.Of(metric, variant.Min(dot => dot.Value))} to {Figures.Of(metric, variant.Max(dot => dot.Value))} with "
            + $"{Figures.Share(variant.Min(dot => dot.DeadRatio))} to {Figures.Share(variant.Max(dot => dot.DeadRatio))} dead")) + ".";
        return new Chart
        {
            Id = "metric-by-dead-ratio",
            Title = $"{CellRows.Sentence(metric.Text)} against dead units",
            Caption = $"A mark is a completed trial (n = {dots.Count}{(comparison.Groups.Count > 1 ? $", of all {comparison.Groups.Count} groups" : "")}). "
                + "That the two go together does not say that one makes the other.",
            Description = description,
            Spec = SpecText.Object($$"""
                {
                  "description": {{description}},
                  "data": { "name": "table" },
                  "height": 280,
                  "mark": { "type": "point", "filled": true, "opacity": 0.65, "size": 36, "aria": false },
                  "encoding": {
                    "x": { "field": "dead_ratio", "type": "quantitative", "title": {{across.Title}}, "scale": {{across.Scale}}, "axis": {{across.Axis}} },
                    "y": { "field": "value", "type": "quantitative", "title": {{up.Title}}, "scale": {{up.Scale}}, "axis": {{up.Axis}} },
                    "color": {{scale.Colour("variant")}}, "shape": {{scale.Shape("variant")}},
                    "tooltip": [
                      { "field": "variant" }, { "field": "group" }, { "field": "seed" }, { "field": "dead_ratio", "type": "quantitative", "format": ".2%" },
                      { "field": "value", "type": "quantitative", "title": {{metric.Text}}, "format": {{(metric.IsShare ? ".2%" : ".4~g")}} }
                    ]
                  }
                }
                """),
            Data = ChartData.From(dots),
        };
    }

    private sealed record Dot(string Variant, string Group, long Seed, double DeadRatio, double Value);
}

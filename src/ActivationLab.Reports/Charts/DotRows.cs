using System.Text.Json.Nodes;

namespace ActivationLab.Reports.Charts;

/// <summary>Rows of dots, a dot a seed, stacked where they would hide each other; under them the mean with its interval.</summary>
internal static class DotRows
{
    private const int Step = 44;
    private const int Line = 13;

    // Where in a row things are, -1 the upper edge and 1 the lower: dots from Floor upwards, the mean below them.
    private const double Floor = 0.2;
    private const double Ceiling = -0.85;
    private const double MeanAt = 0.62;

    /// <summary>The table: rows <c>seed</c> with a seed's value, rows <c>mean</c> with mean and interval, <c>reference</c> with the line's value.</summary>
    public static ChartData Data(IReadOnlyList<DotRow> rows, ValueAxis axis, double? reference) => ChartData.From(
    [
        .. reference is { } value ? new[] { new MarkRow("reference", "", "", null, value, null, null, null, null) } : [],
        .. rows.SelectMany(row => Seeds(row, axis)),
        .. rows.Where(row => row.Mean is not null)
            .Select(row => new MarkRow("mean", Label(row), row.Variant, null, row.Mean, row.Interval?.Low, row.Interval?.High, row.Dots.Count, MeanAt)),
    ]);

    /// <summary>All numbers that must be on the axis: dots and ends of intervals.</summary>
    public static IEnumerable<double> Numbers(IReadOnlyList<DotRow> rows) => ValueAxis.Reach(
        rows.SelectMany(row => row.Dots).Select(dot => dot.Value),
        rows.SelectMany(row => row.Interval is { } interval ? [interval.Low, interval.High] : Array.Empty<double>()));

    /// <summary>The specification.</summary>
    public static JsonObject Spec(IReadOnlyList<DotRow> rows, ValueAxis axis, SeriesScale scale, string description)
    {
        var lines = rows.Max(row => Label(row).Count(letter => letter == '\n') + 1);
        var height = rows.Count * Math.Max(Step, Line * lines + 4);
        return SpecText.Object($$"""
            {
              "description": {{description}},
              "data": { "name": "table" },
              "height": {{height}},
              "encoding": {
                "x": { "field": "value", "type": "quantitative", "title": {{axis.Title}}, "scale": {{axis.Scale}}, "axis": {{axis.Axis}} }
              },
              "layer": [
                {
                  "transform": [{ "filter": "datum.mark === 'reference'" }],
                  "mark": { "type": "rule", "aria": false, "color": {{SeriesScale.Grey}}, "strokeDash": [4, 3], "strokeWidth": 1.5 }
                },
                {
                  "transform": [{ "filter": "datum.mark === 'seed'" }],
                  "mark": { "type": "point", "filled": true, "opacity": 0.6, "size": 24, "aria": false },
                  "encoding": {
                    "y": {{Rows(rows)}}, "yOffset": {{Offset()}},
                    "color": {{scale.Colour("variant", withLegend: false)}}, "shape": {{scale.Shape("variant", withLegend: false)}},
                    "tooltip": [{ "field": "variant" }, { "field": "seed" }, {{Tips.Value(axis.Title, axis)}}]
                  }
                },
                {
                  "transform": [{ "filter": "datum.mark === 'mean' && isValid(datum.low)" }],
                  "mark": { "type": "rule", "strokeWidth": 2.5, "clip": true, "aria": false },
                  "encoding": {
                    "x": { "field": "low", "type": "quantitative" }, "x2": { "field": "high" },
                    "y": {{Rows(rows)}}, "yOffset": {{Offset()}}, "color": {{scale.Colour("variant", withLegend: false)}}
                  }
                },
                {
                  "transform": [{ "filter": "datum.mark === 'mean'" }, {{Tips.Interval(axis)}}],
                  "mark": { "type": "point", "filled": true, "opacity": 1, "size": 80, "aria": false },
                  "encoding": {
                    "y": {{Rows(rows)}}, "yOffset": {{Offset()}},
                    "color": {{scale.Colour("variant", withLegend: false)}}, "shape": {{scale.Shape("variant", withLegend: false)}},
                    "tooltip": [
                      { "field": "variant" }, {{Tips.Value("mean", axis)}}, { "field": "interval" }, { "field": "n" }
                    ]
                  }
                }
              ]
            }
            """);
    }

    private static IEnumerable<MarkRow> Seeds(DotRow row, ValueAxis axis)
    {
        var levels = Swarm.Levels(row.Dots.Select(dot => axis.Place(dot.Value)));
        var step = Math.Min(0.25, (Floor - Ceiling) / Math.Max(1, levels.DefaultIfEmpty(0).Max()));
        return row.Dots.Zip(levels, (dot, level) =>
            new MarkRow("seed", Label(row), row.Variant, dot.Seed, dot.Value, null, null, null, Floor - level * step));
    }

    private static string Label(DotRow row) => string.Join('\n', Labels.Lines(row.Name).Append(row.Note).Where(line => line.Length > 0));

    private static JsonObject Rows(IReadOnlyList<DotRow> rows) => SpecText.Object($$"""
        {
          "field": "row", "type": "nominal", "sort": {{rows.Select(Label)}}, "title": null, "scale": { "domain": {{rows.Select(Label)}} },
          "axis": {{Labels.Axis}}
        }
        """);

    private static JsonObject Offset() => SpecText.Object($$"""{ "field": "offset", "type": "quantitative", "scale": { "domain": [-1, 1] } }""");

    private sealed record MarkRow(
        string Mark, string Row, string Variant, long? Seed, double? Value, double? Low, double? High, int? N, double? Offset);
}

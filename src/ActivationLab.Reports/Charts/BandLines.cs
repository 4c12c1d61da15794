using System.Text.Json.Nodes;

namespace ActivationLab.Reports.Charts;

/// <summary>Mean lines in bands, with a thin line a seed: over epochs or over layers.</summary>
/// <param name="XName">The column of the places on the x axis: <c>epoch</c>, <c>layer</c>.</param>
/// <param name="XTitle">The same in words.</param>
/// <param name="Parts">What the dash of a line tells apart, the first solid; empty where nothing is.</param>
/// <param name="Scale">Colours and shapes of the series.</param>
internal sealed record BandLines(string XName, string XTitle, IReadOnlyList<string> Parts, SeriesScale Scale)
{
    private const int MostPoints = 10;

    private static readonly int[][] Dashes = [[1, 0], [5, 3], [2, 2]];

    /// <summary>The table: rows <c>seed</c>, a seed's value, and rows <c>mean</c>, with the band from low to high.</summary>
    public ChartData Data(IEnumerable<LineRow> rows)
    {
        var data = ChartData.From(rows);
        return data with { Columns = [.. data.Columns.Select(column => column == "x" ? XName : column)] };
    }

    /// <summary>The specification.</summary>
    public JsonObject Spec(IReadOnlyList<LineRow> rows, ValueAxis axis, string description)
    {
        var (first, last) = (rows.Min(row => row.X), rows.Max(row => row.X));
        var colour = Scale.Colour("series");
        var every = Math.Max(1, (last - first + MostPoints - 1) / MostPoints);
        string[] part = Parts.Count > 0 ? ["part"] : [];
        var dash = SpecText.Object($$"""
            {
              "field": "part", "type": "nominal", "scale": { "domain": {{Parts}}, "range": {{Dashes.Take(Parts.Count)}} },
              "legend": { "title": null, "orient": "bottom", "symbolType": "stroke", "symbolSize": 300 }
            }
            """);
        var layers = SpecText.Object($$"""
            {
              "layer": [
                {
                  "transform": [{ "filter": "datum.mark === 'mean' && isValid(datum.low)" }],
                  "mark": { "type": "area", "opacity": 0.16, "line": false, "clip": true, "aria": false },
                  "encoding": {
                    "y": { "field": "low", "type": "quantitative" }, "y2": { "field": "high" }, "color": {{colour}}, "detail": {{Fields(part)}}
                  }
                },
                {
                  "transform": [{ "filter": "datum.mark === 'seed'" }],
                  "mark": { "type": "line", "strokeWidth": 0.7, "opacity": 0.3, "aria": false },
                  "encoding": { "color": {{colour}}, "detail": {{Fields([.. part, "seed"])}} }
                },
                {
                  "transform": [{ "filter": "datum.mark === 'mean'" }],
                  "mark": { "type": "line", "strokeWidth": 2, "aria": false },
                  "encoding": { "color": {{colour}} }
                },
                {
                  "transform": [{ "filter": {{$"datum.mark === 'mean' && (datum.{XName} - {first}) % {every} === 0"}} }, {{Tips.Interval(axis)}}],
                  "mark": { "type": "point", "filled": true, "opacity": 1, "size": 45, "aria": false },
                  "encoding": {
                    "color": {{colour}}, "shape": {{Scale.Shape("series")}}, "detail": {{Fields(part)}},
                    "tooltip": [
                      { "field": "series" }, { "field": {{XName}}, "type": "quantitative" },
                      {{Tips.Value("mean", axis)}}, { "field": "interval", "title": "band" }
                    ]
                  }
                }
              ]
            }
            """)["layer"]!.AsArray();
        if (Parts.Count > 0)
        {
            layers[2]!["encoding"]!["strokeDash"] = dash;
            layers[3]!["encoding"]!["tooltip"]!.AsArray().Insert(1, SpecText.Object($$"""{ "field": "part" }"""));
        }
        return SpecText.Object($$"""
            {
              "description": {{description}},
              "data": { "name": "table" },
              "height": 280,
              "encoding": {
                "x": {
                  "field": {{XName}}, "type": "quantitative", "title": {{XTitle}}, "scale": { "domain": {{new[] { first, last }}}, "nice": false, "zero": false },
                  "axis": { "tickMinStep": 1, "tickCount": 6, "format": "d", "grid": false }
                },
                "y": { "field": "value", "type": "quantitative", "title": {{axis.Title}}, "scale": {{axis.Scale}}, "axis": {{axis.Axis}} }
              },
              "layer": {{layers}}
            }
            """);
    }

    private static JsonArray Fields(IEnumerable<string> names) => [.. names.Select(name => SpecText.Object($$"""{ "field": {{name}} }"""))];
}

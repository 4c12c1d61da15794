using System.Globalization;
using System.Text.Json.Nodes;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>The dead ratio of each layer of each variant after the last epoch: a heat map with figures in it.</summary>
public static class DeadByLayerChart
{
    private const int MostRows = 40;

    // More columns than this leave no room for figures on a phone; then layers go down the page.
    private const int MostAcross = 10;

    /// <summary>The chart; null where no units were measured or no run folder is there.</summary>
    public static Chart? Of(Comparison comparison, StudyHistories histories)
    {
        var all = comparison.Cells.Count() <= MostRows;
        var groups = all ? comparison.Groups : ShownGroups.Of(comparison);
        List<Tile> tiles =
        [
            .. from @group in groups
               from cell in @group.Cells
               from tile in Tiles(string.Join('\n', Labels.Lines(CellRows.Name(comparison, @group, cell))), cell, histories)
               select tile,
        ];
        if (tiles.Count == 0)
            return null;
        var layers = tiles.GroupBy(tile => tile.Module)
            .OrderBy(module => module.Min(tile => tile.Layer)).ThenBy(module => module.Key, StringComparer.Ordinal)
            .Select(module => module.Key).ToList();
        var rows = tiles.Select(tile => tile.Row).Distinct().ToList();
        var description = "Dead units / units after the last epoch, by variant and layer: " + Figures.List(tiles.GroupBy(tile => tile.Row).Select(row =>
            $"{row.Key.Replace('\n', ' ')} " + string.Join(", ", row.Select(tile => $"{tile.Module} {Figures.Share(tile.DeadRatio)}").Take(MostAcross)))) + ".";
        return new Chart
        {
            Id = "dead-by-layer",
            Title = "Dead units by layer",
            Caption = "The figure in a field is the percentage of the layer's units that are dead after the last epoch, the mean over completed "
                + $"trials ({CellRows.N(tiles.Select(tile => tile.N))} seeds). Layers are activations, by the names of their modules, from the input on."
                + (all ? "" : ShownGroups.Remark(comparison)),
            Description = description,
            Spec = Spec(rows, layers, tiles.Max(tile => tile.DeadRatio), description),
            Data = ChartData.From(tiles),
        };
    }

    private static IEnumerable<Tile> Tiles(string row, ComparedCell cell, StudyHistories histories)
    {
        var lasts = cell.Cell.Completed.Select(trial => histories[trial]?.Layers).Where(layers => layers is { Count: > 0 })
            .SelectMany(layers => layers!.Where(layer => layer.Epoch == layers![^1].Epoch && layer.Epoch > 0));
        return lasts.GroupBy(layer => (layer.Layer, layer.Module)).OrderBy(layer => layer.Key.Layer).Select(layer =>
        {
            var mean = layer.Average(seed => seed.DeadRatio);
            return new Tile(row, cell.Label, layer.Key.Layer, layer.Key.Module, mean, Text(mean), layer.Count(), layer.First().Units);
        });
    }

    private static string Text(double share) => share switch
    {
        0 => "0",
        < 0.0005 => "<0.1",
        < 0.0995 => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0}"),
    };

    private static JsonObject Spec(List<string> rows, List<string> layers, double largest, string description)
    {
        const double smallest = 0.01;
        var top = Math.Max(smallest, largest);
        var isAcross = layers.Count <= MostAcross;
        var (across, down) = isAcross ? (layers, rows) : (rows, layers);
        var angle = across.Count * across.Max(name => name.Length) > 40 ? -90 : 0;
        var step = !isAcross ? 18 : Math.Max(26, 8 + 13 * rows.Max(row => row.Count(letter => letter == '\n') + 1));
        var isDark = string.Create(CultureInfo.InvariantCulture, $"datum.dead_ratio > {0.5 * top:R}");
        var text = SpecText.Object($$"""
            {
              "mark": { "type": "text", "fontSize": 11, "aria": false },
              "encoding": {
                "text": { "field": "text" },
                "color": { "condition": { "test": {{isDark}}, "value": "white" }, "value": "#111111" }
              }
            }
            """);
        var spec = SpecText.Object($$"""
            {
              "description": {{description}},
              "data": { "name": "table" },
              "height": {{step * down.Count}},
              "encoding": {
                "x": {
                  "field": {{(isAcross ? "module" : "row")}}, "type": "nominal", "title": null, "scale": { "domain": {{across}} },
                  "axis": {
                    "labelExpr": "join(split(datum.label, '\\n'), ', ')", "orient": "top", "labelAngle": {{angle}}, "labelLimit": 160,
                    "ticks": false, "domain": false
                  }
                },
                "y": {
                  "field": {{(isAcross ? "row" : "module")}}, "type": "nominal", "title": null, "scale": { "domain": {{down}} },
                  "axis": {{Labels.Axis}}
                }
              },
              "layer": [
                {
                  "mark": { "type": "rect", "stroke": {{SeriesScale.Grey}}, "strokeWidth": 0.3, "aria": false },
                  "encoding": {
                    "color": {
                      "field": "dead_ratio", "type": "quantitative", "scale": { "scheme": "blues", "domain": {{new[] { 0, top }}} },
                      "legend": {
                        "title": "dead units / units", "orient": "bottom", "direction": "horizontal", "gradientLength": 180,
                        "format": {{(top < 0.05 ? ".1%" : ".0%")}}, "tickCount": 4
                      }
                    },
                    "tooltip": [
                      { "field": "row", "title": "variant" }, { "field": "module" }, { "field": "dead_ratio", "type": "quantitative", "format": ".2%" },
                      { "field": "units" }, { "field": "n" }
                    ]
                  }
                }
              ]
            }
            """);
        if (across.Count <= MostAcross)
            spec["layer"]!.AsArray().Add(text);
        return spec;
    }

    private sealed record Tile(string Row, string Variant, int Layer, string Module, double DeadRatio, string Text, int N, long Units);
}

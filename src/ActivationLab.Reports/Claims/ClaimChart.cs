using System.Text.Json.Nodes;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Claims;

/// <summary>The differences that a claim's predictions are about: each seed a dot, mean and 95 % interval, the margins as a band.</summary>
internal static class ClaimChart
{
    private const string Ink = "#222222";
    private const string Blue = "#0072b2";
    private const string CostPanel = "time / time of ReLU";

    public static Chart Of(CheckedClaim claim)
    {
        var rows = claim.Predictions.SelectMany(Rows).Concat(claim.Costs.SelectMany(Rows)).ToList();
        return new Chart
        {
            Id = claim.Claim.Id,
            Title = claim.Claim.Claim,
            Caption = "A dot is a seed; the diamond and its bar are the mean and its 95 % interval; the grey band is what is too small to matter.",
            Description = string.Join("; ", claim.Lines.Select(line => $"{line.Comparison}: {line.Outcome}")),
            Data = ChartData.From(rows),
            Spec = Spec(claim),
        };
    }

    private static IEnumerable<ClaimChartRow> Rows(CheckedPrediction check)
    {
        var scale = check.Measure.IsShare && check.Prediction.BestOver is null ? 100 : 1;
        var (panel, label) = (Panel(check), ClaimText.Label(check));
        foreach (var (seed, value) in check.Seeds.Zip(check.Values))
            yield return new ClaimChartRow(panel, label, "seed") { Seed = seed, Difference = scale * value };
        if (check.Summary is not { MeanInterval: { } interval } summary)
            yield break;
        yield return new ClaimChartRow(panel, label, "mean") { Difference = scale * summary.Mean, Low = scale * interval.Low, High = scale * interval.High };
        yield return new ClaimChartRow(panel, label, "margin") { Low = -scale * check.Prediction.Margin, High = scale * check.Prediction.Margin };
    }

    private static IEnumerable<ClaimChartRow> Rows(CheckedCost check) => check is { Row.Ratio: { } ratio, Interval: { } interval }
        ?
        [
            new ClaimChartRow(CostPanel, Label(check), "mean") { Difference = ratio, Low = interval.Low, High = interval.High },
            new ClaimChartRow(CostPanel, Label(check), "margin") { Low = check.Prediction.Between[0], High = check.Prediction.Between[1] },
        ]
        : [];

    private static string Label(CheckedCost check) => $"{check.Prediction.Activation}, {check.Prediction.What}";

    private static string Panel(CheckedPrediction check)
    {
        var unit = check.Prediction.BestOver is not null ? "octaves" : check.Measure.IsShare ? "percentage points" : "";
        var what = check.Prediction.BestOver is { } key ? $"best {key[(key.LastIndexOf('.') + 1)..]}" : Capped(check.Measure.Text);
        return $"Difference: {what}{(unit.Length == 0 ? "" : ", ")}{unit}";
    }

    private static string Capped(string text) => text.Length <= 40 ? text : text[..text.IndexOf(' ', 30)] + " …";

    private static JsonObject Spec(CheckedClaim claim)
    {
        var panels = claim.Predictions.GroupBy(Panel, ClaimText.Label).Concat(claim.Costs.GroupBy(_ => CostPanel, Label)).ToList();
        return new JsonObject
        {
            ["data"] = new JsonObject { ["name"] = "table" },
            ["vconcat"] = new JsonArray([.. panels.Select(panel => (JsonNode)PanelSpec(panel.Key, [.. panel]))]),
        };
    }

    private static JsonObject PanelSpec(string panel, IReadOnlyList<string> labels)
    {
        var y = new JsonObject
        {
            ["field"] = "label",
            ["type"] = "nominal",
            ["title"] = null,
            ["sort"] = new JsonArray([.. labels.Distinct().Select(label => (JsonNode)label)]),
            ["axis"] = new JsonObject { ["labelLimit"] = 0, ["domain"] = false, ["ticks"] = false },
        };
        return new JsonObject
        {
            ["width"] = 420,
            ["height"] = new JsonObject { ["step"] = 46 },
            ["transform"] = new JsonArray(new JsonObject { ["filter"] = new JsonObject { ["field"] = "panel", ["equal"] = panel } }),
            ["layer"] = new JsonArray(
                Layer("margin", new JsonObject { ["type"] = "bar", ["height"] = 34, ["color"] = "#bbbbbb", ["opacity"] = 0.45 }, y, range: true, panel),
                new JsonObject
                {
                    ["mark"] = new JsonObject { ["type"] = "rule", ["color"] = Ink, ["strokeDash"] = new JsonArray(4, 3) },
                    ["encoding"] = new JsonObject { ["x"] = new JsonObject { ["datum"] = panel == CostPanel ? 1 : 0 } },
                },
                Layer("seed", new JsonObject { ["type"] = "circle", ["size"] = 28, ["color"] = Blue, ["opacity"] = 0.6, ["yOffset"] = 8 }, y, range: false, panel),
                Layer("mean", new JsonObject { ["type"] = "rule", ["color"] = Ink, ["strokeWidth"] = 2.5, ["yOffset"] = -8 }, y, range: true, panel),
                Layer("mean", new JsonObject { ["type"] = "point", ["shape"] = "diamond", ["filled"] = true, ["size"] = 90, ["color"] = Ink, ["opacity"] = 1, ["yOffset"] = -8 }, y, range: false, panel)),
        };
    }

    private static JsonObject Layer(string kind, JsonObject mark, JsonObject y, bool range, string panel)
    {
        var x = new JsonObject { ["field"] = range ? "low" : "difference", ["type"] = "quantitative", ["title"] = panel };
        x["scale"] = new JsonObject { ["zero"] = false };
        var encoding = new JsonObject { ["x"] = x, ["y"] = y.DeepClone() };
        if (range)
            encoding["x2"] = new JsonObject { ["field"] = "high" };
        return new JsonObject
        {
            ["transform"] = new JsonArray(new JsonObject { ["filter"] = new JsonObject { ["field"] = "kind", ["equal"] = kind } }),
            ["mark"] = mark,
            ["encoding"] = encoding,
        };
    }

    /// <summary>A row of the chart's table; kind is <c>seed</c>, <c>mean</c> or <c>margin</c>; differences in percentage points where the figure is a share.</summary>
    private sealed record ClaimChartRow(string Panel, string Label, string Kind)
    {
        public long? Seed { get; init; }

        public double? Difference { get; init; }

        public double? Low { get; init; }

        public double? High { get; init; }
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Page.Activations;

/// <summary>Charts of activations: their values, their derivatives, and how they differ just below 0.</summary>
internal static class ActivationCharts
{
    private const double CloseBelow = -1, CloseAbove = 0.2, CloseValue = 0.3;

    /// <summary>f(z).</summary>
    public static Chart Values(string group, IReadOnlyList<ActivationCurve> curves) => Lines(
        $"{group}-values", "Values f(z)", "f(z)", curves, point => point.Value, _ => true,
        string.Join("; ", curves.Select(curve => $"{curve.Name}: {Numbers(curve, point => point.Value)}")) + ".");

    /// <summary>f'(z).</summary>
    public static Chart Derivatives(string group, IReadOnlyList<ActivationCurve> curves) => Lines(
        $"{group}-derivatives", "Derivatives f′(z)", "f′(z)", curves, point => point.Derivative, _ => true,
        string.Join("; ", curves.Select(curve => $"{curve.Name}: {Numbers(curve, point => point.Derivative)}")) + ".");

    /// <summary>f(z) just below 0, where small slopes can be told from none.</summary>
    public static Chart CloseToZero(string group, IReadOnlyList<ActivationCurve> curves) => Lines(
        $"{group}-close", "The negative side, magnified", "f(z)", curves, point => point.Value,
        point => point.Z is >= CloseBelow and <= CloseAbove && Math.Abs(point.Value) <= CloseValue,
        $"f(-0.5) of {string.Join(", ", curves.Select(curve => $"{curve.Name}: {Number(At(curve, -0.5).Value)}"))}.");

    private static Chart Lines(
        string id, string title, string axis, IReadOnlyList<ActivationCurve> curves, Func<CurvePoint, double> y, Func<CurvePoint, bool> isShown, string description) => new()
        {
            Id = id,
            Title = title,
            Caption = "A line an activation, by colour and by dashes.",
            Description = description,
            Spec = Spec(axis, curves),
            Data = new ChartData(
            ["activation", "z", "y"],
            [.. curves.SelectMany(curve => curve.Points.Where(isShown).Select(point => (IReadOnlyList<object?>)[curve.Label, point.Z, y(point) + 0.0]))]),
        };

    // Zero lines first, under the curves. Rows come in the order in which they are drawn: at a kink two have the same z.
    private static JsonObject Spec(string axis, IReadOnlyList<ActivationCurve> curves) => new()
    {
        ["height"] = 300,
        ["data"] = new JsonObject { ["name"] = "table" },
        ["layer"] = new JsonArray(
            Zero("x"),
            Zero("y"),
            new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "line", ["strokeWidth"] = 2.25, ["interpolate"] = "linear" },
                ["encoding"] = new JsonObject
                {
                    ["x"] = new JsonObject { ["field"] = "z", ["type"] = "quantitative", ["title"] = "pre-activation z", ["axis"] = new JsonObject { ["tickCount"] = 7 }, ["scale"] = new JsonObject { ["nice"] = false } },
                    ["y"] = new JsonObject { ["field"] = "y", ["type"] = "quantitative", ["title"] = axis },
                    ["order"] = new JsonObject { ["value"] = null },
                    ["color"] = Series(curves),
                    ["strokeDash"] = Dashes(curves),
                    ["tooltip"] = new JsonArray(
                        new JsonObject { ["field"] = "activation", ["type"] = "nominal" },
                        new JsonObject { ["field"] = "z", ["type"] = "quantitative", ["format"] = ".2f" },
                        new JsonObject { ["field"] = "y", ["type"] = "quantitative", ["title"] = axis, ["format"] = ".4f" }),
                },
            }),
    };

    private static JsonObject Zero(string channel) => new()
    {
        ["data"] = new JsonObject { ["values"] = new JsonArray(new JsonObject()) },
        ["mark"] = new JsonObject { ["type"] = "rule", ["opacity"] = 0.35 },
        ["encoding"] = new JsonObject { [channel] = new JsonObject { ["datum"] = 0, ["type"] = "quantitative" } },
    };

    private static JsonObject Series(IReadOnlyList<ActivationCurve> curves) => new()
    {
        ["field"] = "activation",
        ["type"] = "nominal",
        ["sort"] = new JsonArray([.. curves.Select(curve => (JsonNode)curve.Label)]),
        ["legend"] = new JsonObject { ["title"] = null, ["columns"] = 2, ["labelLimit"] = 320, ["symbolSize"] = 500, ["symbolType"] = "stroke" },
    };

    private static JsonObject Dashes(IReadOnlyList<ActivationCurve> curves)
    {
        int[][] patterns = [[1, 0], [8, 3], [2, 2], [8, 3, 2, 3], [14, 3], [4, 3]];
        var dashes = Series(curves);
        dashes["scale"] = new JsonObject { ["range"] = JsonSerializer.SerializeToNode(patterns) };
        return dashes;
    }

    private static string Numbers(ActivationCurve curve, Func<CurvePoint, double> y) =>
        string.Join(", ", new[] { -2.0, -1, 1, 2 }.Select(z => string.Create(CultureInfo.InvariantCulture, $"{Number(y(At(curve, z)))} at {z}")));

    private static CurvePoint At(ActivationCurve curve, double z) => curve.Points.MinBy(point => Math.Abs(point.Z - z))!;

    private static string Number(double value) => (value + 0.0).ToString("0.####", CultureInfo.InvariantCulture);
}

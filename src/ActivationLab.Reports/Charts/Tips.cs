using System.Text.Json.Nodes;

namespace ActivationLab.Reports.Charts;

/// <summary>Parts of tooltips.</summary>
internal static class Tips
{
    /// <summary>The value.</summary>
    public static JsonObject Value(string title, ValueAxis axis) =>
        SpecText.Object($$"""{ "field": "value", "type": "quantitative", "title": {{title}}, "format": {{Format(axis)}} }""");

    /// <summary>Makes the field <c>interval</c>, <c>low to high</c>; empty where there is none.</summary>
    public static JsonObject Interval(ValueAxis axis) => SpecText.Object($$"""
        {
          "as": "interval",
          "calculate": {{$"isValid(datum.low) ? format(datum.low, '{Format(axis)}') + ' to ' + format(datum.high, '{Format(axis)}') : ''"}}
        }
        """);

    private static string Format(ValueAxis axis) => axis.Factor != 1 ? "+.2%" : axis.Format.EndsWith('%') ? ".2%" : ".4~g";
}

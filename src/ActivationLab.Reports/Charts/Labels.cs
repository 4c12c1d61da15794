using System.Text.Json.Nodes;

namespace ActivationLab.Reports.Charts;

/// <summary>Names before the rows of a chart, on several lines where they are long: a phone has little room beside the rows.</summary>
internal static class Labels
{
    private const int LongestLine = 17;

    private const int LineHeight = 12;

    /// <summary>The axis of names whose lines are joined by line breaks.</summary>
    public static JsonObject Axis => SpecText.Object($$"""
        {
          "labelExpr": "split(datum.label, '\\n')", "labelOffset": { "condition": {{Raised}}, "value": 0 }, "labelLimit": 160,
          "ticks": false, "domain": false, "labelPadding": 6
        }
        """);

    // Vega puts the first line where a single one would be; half of what follows has to go above it.
    private static JsonArray Raised => [.. Enumerable.Range(2, 4).Select(lines => SpecText.Object(
        $$"""{ "test": {{$"length(split(datum.label, '\\n')) === {lines}"}}, "value": {{-LineHeight / 2 * (lines - 1)}} }"""))];

    /// <summary>A name, broken after commas.</summary>
    public static IReadOnlyList<string> Lines(string name)
    {
        var lines = new List<string>();
        foreach (var part in name.Split(", "))
        {
            if (lines.Count > 0 && lines[^1].Length + part.Length + 2 <= LongestLine)
                lines[^1] += ", " + part;
            else
                lines.Add(part);
        }
        return lines;
    }
}

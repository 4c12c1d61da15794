using System.Text.Json.Nodes;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Charts;

/// <summary>
/// Colours and shapes of what a chart tells apart. The colours are those of Okabe and Ito (2008), which people with any colour vision can tell
/// apart, but for black and yellow, which cannot be seen on a dark or white page; olive, purple and brown follow, and blue is lighter for the
/// dark page's sake. Each has a shape of its own; the baseline is a grey circle. A variant looks the same in all charts of a report.
/// </summary>
internal sealed class SeriesScale
{
    /// <summary>For what belongs to no series; readable on white and on black.</summary>
    public const string Grey = "#888888";

    private const double LegendWidth = 330;

    private static readonly string[] Colours = ["#1F83C6", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#999933", "#8E5BC0", "#8B5A2B"];

    private static readonly string[] Shapes = ["square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left"];

    private readonly IReadOnlyList<string> _colours;

    private readonly IReadOnlyList<string> _shapes;

    private readonly bool _hasLegend;

    private SeriesScale(IReadOnlyList<string> names, IReadOnlyList<string> colours, IReadOnlyList<string> shapes, bool hasLegend) =>
        (Names, _colours, _shapes, _hasLegend) = (names, colours, shapes, hasLegend);

    /// <summary>The series, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A scale of the variants of a comparison, in the study's order.</summary>
    public static SeriesScale Of(Comparison comparison) => Of(
        [.. comparison.Cells.Select(cell => cell.Label).Distinct()],
        comparison.Groups.Select(group => group.Baseline?.Label).FirstOrDefault(label => label is not null));

    /// <summary>A scale of other names, none of which is a baseline.</summary>
    public static SeriesScale Of(IEnumerable<string> names) => Of([.. names.Distinct()], neutral: null);

    /// <summary>A scale of some of the series, which look as in this one.</summary>
    public SeriesScale Only(IReadOnlyCollection<string> names)
    {
        int[] kept = [.. Enumerable.Range(0, Names.Count).Where(i => names.Contains(Names[i]))];
        return new SeriesScale([.. kept.Select(i => Names[i])], [.. kept.Select(i => _colours[i])], [.. kept.Select(i => _shapes[i])], _hasLegend);
    }

    /// <summary>The channel <c>color</c>, with a legend on top unless the comparison has but one series.</summary>
    public JsonObject Colour(string field, bool withLegend = true) => Channel(field, _colours, withLegend);

    /// <summary>The channel <c>shape</c>; its legend is that of <see cref="Colour"/>.</summary>
    public JsonObject Shape(string field, bool withLegend = true) => Channel(field, _shapes, withLegend);

    private static SeriesScale Of(IReadOnlyList<string> names, string? neutral)
    {
        var (colours, shapes, others) = (new List<string>(), new List<string>(), 0);
        foreach (var name in names)
        {
            // After each round of colours the shapes go on by one, so that the first 63 pairs differ.
            colours.Add(name == neutral ? Grey : Colours[others % Colours.Length]);
            shapes.Add(name == neutral ? "circle" : Shapes[(others + others / Colours.Length) % Shapes.Length]);
            if (name != neutral)
                others++;
        }
        return new SeriesScale(names, colours, shapes, names.Count > 1);
    }

    private JsonObject Channel(string field, IReadOnlyList<string> range, bool withLegend) => SpecText.Object($$"""
        {
          "field": {{field}}, "type": "nominal",
          "scale": { "domain": {{Names}}, "range": {{range}} },
          "legend": {{(withLegend && _hasLegend ? Legend() : null)}}
        }
        """);

    // Columns as fit a phone: a legend on top does not wrap by itself.
    private JsonObject Legend()
    {
        const double letter = 6.5;
        const double symbol = 28;
        var columns = (int)Math.Clamp(LegendWidth / (Names.Max(name => name.Length) * letter + symbol), 1, Names.Count);
        return SpecText.Object($$"""
            { "title": null, "orient": "top", "columns": {{columns}}, "labelLimit": 300, "symbolOpacity": 1, "symbolSize": 70, "rowPadding": 0 }
            """);
    }
}

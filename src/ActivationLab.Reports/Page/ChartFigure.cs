using System.Text.Json.Nodes;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Page;

/// <summary>A chart's place on the page: the drawing, its caption, its description in words, and its data as a table.</summary>
internal static class ChartFigure
{
    private const int MostRows = 200;
    private static readonly string[] ManyPanels = ["facet", "concat", "hconcat", "vconcat", "repeat"];
    private static readonly string[] PanelChannels = ["row", "column", "facet"];

    /// <summary>The id of the element with the chart's JSON.</summary>
    public static string DataId(Chart chart) => $"data-{chart.Id}";

    /// <summary>The HTML. Without scripts, a sentence stands where the drawing would be.</summary>
    public static Markup Of(Chart chart) => Markup.Of($"""
        <figure id="{chart.Id}" class="chart{(HasPanels(chart.Spec) ? " wide" : "")}" data-chart="{DataId(chart)}">
        <h3>{chart.Title}</h3>
        <div class="drawing" role="img" aria-label="{chart.Description}"><p class="instead">Drawn where scripts are allowed; the numbers are below.</p></div>
        <figcaption>{chart.Caption}</figcaption>
        <div class="actions" role="group" aria-label="Save {chart.Title}">
        {Button("svg", "Save SVG")}{Button("png", "Save PNG")}{Button("csv", "Save data CSV")}
        </div>
        <div class="folds">
        <details><summary>In words</summary><p>{chart.Description}</p></details>
        <details><summary>{Summary(chart.Data)}</summary>
        {DataTable.Of($"Data of: {chart.Title}", chart.Data, MostRows)}
        </details>
        </div>
        </figure>
        """);

    private static Markup Button(string form, string text) => Markup.Of($"<button type=\"button\" data-save=\"{form}\" hidden>{text}</button>");

    private static string Summary(ChartData data) => data.Rows.Count switch
    {
        1 => "Data (1 row)",
        <= MostRows and var all => $"Data ({all} rows)",
        var all => $"Data (the first {MostRows} of {all} rows; the CSV has all)",
    };

    /// <summary>Whether a specification draws several panels, which need the whole width.</summary>
    private static bool HasPanels(JsonObject spec) =>
        ManyPanels.Any(spec.ContainsKey) || (spec["encoding"] is JsonObject encoding && PanelChannels.Any(encoding.ContainsKey));
}

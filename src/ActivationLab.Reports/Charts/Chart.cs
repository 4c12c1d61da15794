using System.Text.Json.Nodes;

namespace ActivationLab.Reports.Charts;

/// <summary>A chart of the report: a Vega-Lite specification over a small table.</summary>
public sealed record Chart
{
    /// <summary>Its name in links and file names, kebab-case: <c>accuracy-by-slope</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it shows: <c>Test accuracy against negative slope</c>.</summary>
    public required string Title { get; init; }

    /// <summary>How to read it, in a sentence or two: what a dot, a line and a band are, and n.</summary>
    public required string Caption { get; init; }

    /// <summary>What it shows to somebody who does not see it, made from its numbers.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// The Vega-Lite 6 specification, without <c>$schema</c>, <c>config</c>, <c>width</c> of the whole and the rows: its data are named
    /// <c>table</c>, and the page puts <see cref="Data"/> there and its colours into <c>config</c>.
    /// </summary>
    public required JsonObject Spec { get; init; }

    /// <summary>The rows that it draws, all of them: what is saved as CSV.</summary>
    public required ChartData Data { get; init; }
}

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
    /// The Vega-Lite 6 specification, without <c>$schema</c>, <c>config</c>, <c>width</c> and the rows: its data are named <c>table</c>, and who
    /// draws it puts <see cref="Data"/> there, the colours of text, axes and background into <c>config</c>, and a width. It is always one view,
    /// layered or not, so that any <c>width</c> fits it, <c>container</c> too, from 390 pixels on; its height is a number. It needs no interaction
    /// to be read. Single marks are hidden from screen readers: <see cref="Description"/> says what hundreds of dots would not.
    /// </summary>
    public required JsonObject Spec { get; init; }

    /// <summary>The rows that it draws, all of them: what is saved as CSV.</summary>
    public required ChartData Data { get; init; }
}

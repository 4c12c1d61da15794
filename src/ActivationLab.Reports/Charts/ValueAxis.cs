using System.Globalization;
using System.Text.Json.Nodes;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>A continuous axis: where it begins and ends, and how its numbers are written.</summary>
/// <param name="Title">What is measured, with its unit.</param>
/// <param name="Domain">The smallest and the largest number that it must show.</param>
/// <param name="Format">The d3 format of its numbers.</param>
internal sealed record ValueAxis(string Title, double[] Domain, string Format)
{
    /// <summary>What the numbers are multiplied by where they are written: 100 for differences of shares, in percentage points.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Whether equal distances are equal ratios.</summary>
    public bool IsLog { get; init; }

    /// <summary>Where a number stands, from 0 at the beginning of the axis to 1 at its end.</summary>
    public double Place(double value) => IsLog
        ? Math.Log(value / Domain[0]) / Math.Log(Domain[1] / Domain[0])
        : (value - Domain[0]) / (Domain[1] - Domain[0]);

    /// <summary>The member <c>axis</c> of a channel.</summary>
    public JsonObject Axis => SpecText.Object($$"""
        { "labelExpr": {{(Factor == 1 && Format.EndsWith('%') ? "datum.label" : Written)}}, "format": {{Format}}, "tickCount": 5, "labelOverlap": true }
        """);

    /// <summary>The member <c>scale</c> of a channel.</summary>
    public JsonObject Scale => IsLog
        ? SpecText.Object($$"""{ "type": "log", "domain": {{Domain}}, "nice": false }""")
        : SpecText.Object($$"""{ "domain": {{Domain}}, "zero": false, "nice": true }""");

    /// <summary>
    /// Values and ends of intervals, these no farther out than the values are apart: two seeds may have an interval that would leave nothing else
    /// to see. What of it does not fit is cut off.
    /// </summary>
    public static IEnumerable<double> Reach(IEnumerable<double> values, IEnumerable<double> ends)
    {
        double[] all = [.. values];
        if (all.Length == 0)
            return [];
        var (low, high) = (all.Min(), all.Max());
        var far = (high - low) / 2;
        return [.. all, .. ends.Select(end => Math.Clamp(end, low - far, high + far))];
    }

    /// <summary>An axis around numbers, which does not begin at 0 unless they do: accuracies of 85 to 90 % would all look the same.</summary>
    /// <param name="title">What is measured.</param>
    /// <param name="values">All that is drawn; at least one.</param>
    /// <param name="isShare">Whether they are shares, shown in percent.</param>
    /// <param name="include">A number that must be on the axis too.</param>
    public static ValueAxis Around(string title, IEnumerable<double> values, bool isShare, double? include = null)
    {
        double[] all = [.. values, .. include is { } number ? new[] { number } : []];
        var (low, high) = (all.Min(), all.Max());
        var span = high - low;
        var margin = span > 0 ? 0.04 * span : Math.Max(Math.Abs(high) * 0.02, 0.005);
        double[] domain = [low == include ? low : low - margin, high == include ? high : high + margin];
        // A share has nothing below none and above all; an exact 0 or 1 stands on the edge.
        if (isShare && low >= 0 && high <= 1)
            domain = [Math.Max(0, domain[0]), Math.Min(1, domain[1])];
        return new ValueAxis(title, domain, isShare ? Percent(domain[1] - domain[0]) : "~g");
    }

    /// <summary>An axis from 0, for shares of which none is the best there is.</summary>
    public static ValueAxis ShareFromZero(string title, IEnumerable<double> values)
    {
        const double smallest = 0.01;
        var high = Math.Min(1, Math.Max(smallest, 1.04 * values.DefaultIfEmpty(0).Max()));
        return new ValueAxis(title, [0, high], Percent(high));
    }

    /// <summary>The axis of a metric.</summary>
    public static ValueAxis Of(Metric metric, IEnumerable<double> values, double? include = null) => metric is { IsShare: true, HigherIsBetter: false }
        ? ShareFromZero(metric.Text, values)
        : Around(metric.Text, values, metric.IsShare, include);

    /// <summary>An axis of ratios around 1: logarithmic where they differ much, as twice and half are equally far from 1.</summary>
    public static ValueAxis OfRatios(string title, IEnumerable<double> ratios)
    {
        const double much = 3;
        double[] all = [.. ratios, 1];
        var (low, high) = (all.Min(), all.Max());
        return high / low > much
            ? new ValueAxis(title, [low / 1.1, high * 1.1], ".2~f") { IsLog = true }
            : Around(title, all, isShare: false) with { Format = ".2~f" };
    }

    // With a format that is not of percent an axis would choose its own precision, and write 1e+1 for 10.
    private string Written => $"datum.value === 0 ? '0' : format({Factor.ToString(CultureInfo.InvariantCulture)} * datum.value, '{Format}')";

    // As many decimals as tell five ticks apart.
    private static string Percent(double span) => span switch { < 0.005 => ".2%", < 0.05 => ".1%", _ => ".0%" };
}

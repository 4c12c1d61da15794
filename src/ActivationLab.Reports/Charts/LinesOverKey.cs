using System.Globalization;
using System.Text.Json.Nodes;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Charts;

/// <summary>
/// A figure over the values of a key: every seed a dot, means with intervals joined by a line, a line a series; diverged trials counted at the
/// bottom.
/// </summary>
internal sealed class LinesOverKey
{
    // Beyond, a linear axis squeezes the smaller values into one place.
    private const double MostForLinear = 20;

    private readonly IReadOnlyList<SeriesPoint> _points;
    private readonly Func<RunRow, double?> _of;
    private readonly string _keyText;
    private readonly SeriesScale _scale;
    private readonly bool _isOrdinal;

    /// <summary>Lines.</summary>
    /// <param name="points">The cells.</param>
    /// <param name="keyText">The key in words.</param>
    /// <param name="of">The figure.</param>
    /// <param name="scale">Colours of the series.</param>
    /// <param name="alwaysOrdinal">Whether the values stand at equal distances, in order, whatever they are.</param>
    public LinesOverKey(IReadOnlyList<SeriesPoint> points, string keyText, Func<RunRow, double?> of, SeriesScale scale, bool alwaysOrdinal = false)
    {
        (_points, _keyText, _of, _scale) = (points, keyText, of, scale);
        Positions = [.. points.Select(point => point.Position).Distinct().Order()];
        double[] nonzero = [.. Positions.Select(Math.Abs).Where(position => position > 0)];
        var isWide = nonzero.Length > 0 && nonzero.Max() / nonzero.Min() > MostForLinear;
        IsLog = !alwaysOrdinal && isWide && Positions[0] > 0;
        // 0 has no place on a logarithmic axis, and the small values none on a linear one.
        _isOrdinal = alwaysOrdinal || (isWide && !IsLog);
    }

    /// <summary>The values of the key, in order.</summary>
    public IReadOnlyList<double> Positions { get; }

    /// <summary>Whether they stand on a logarithmic axis.</summary>
    public bool IsLog { get; }

    /// <summary>All figures.</summary>
    public IEnumerable<double> Values => _points.SelectMany(Seeds).Select(seed => seed.Value);

    /// <summary>The chart.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="metric">The figure.</param>
    /// <param name="remark">What else its caption says.</param>
    public Chart Chart(string id, string title, Metric metric, string remark)
    {
        var summaries = _points.Select(point => (Point: point, Summary: Summary(point))).ToList();
        var ends = summaries.SelectMany(of => of.Summary?.MeanInterval is { } interval ? new[] { interval.Low, interval.High } : []);
        var axis = ValueAxis.Of(metric, ValueAxis.Reach(Values, ends));
        var diverged = _points.Sum(point => Diverged(point));
        var description = $"{CellRows.Sentence(metric.Text)}, mean by {_keyText}: " + Figures.List(summaries.GroupBy(of => of.Point.Series).Select(series =>
            (series.Key.Length == 0 ? "" : $"{series.Key}: ") + string.Join(", ", series.OrderBy(of => of.Point.Position).Select(of =>
                $"{Figures.Number(of.Point.Position)} {(of.Summary is { } summary ? Figures.Of(metric, summary.Mean) : "none")}")))) + "."
            + (diverged > 0 ? $" {CellRows.Sentence(Amount.Of(diverged, "trial"))} diverged." : "");
        return new Chart
        {
            Id = id,
            Title = title,
            Caption = "A small mark is a seed; a large one the mean of the trials that completed, the bar through it the 95 % confidence interval of "
                + $"the mean (Student's t); {CellRows.N(summaries.Select(of => of.Summary?.N ?? 0))} seeds.{remark}"
                + (diverged > 0 ? " At the bottom, ✕3 counts trials that diverged (here three), in the colour of their line." : ""),
            Description = description,
            Spec = Spec(axis, description),
            Data = Data(axis),
        };
    }

    /// <summary>
    /// The table: rows <c>seed</c>, <c>mean</c> (with interval and n) and <c>diverged</c> (with their count as n and all trials as of).
    /// </summary>
    private ChartData Data(ValueAxis axis) => ChartData.From(_points.SelectMany(point => Rows(point, axis)));

    /// <summary>The specification.</summary>
    private JsonObject Spec(ValueAxis axis, string description)
    {
        var layers = new JsonArray();
        List<string> drawn = [.. _scale.Names.Where(name => _points.Any(point => point.Series == name))];
        foreach (var (i, name) in drawn.Index())
            AddSeries(layers, name, axis, shift: 5 * (i - (drawn.Count - 1) / 2.0));
        List<string> diverged = [.. drawn.Where(name => _points.Any(point => point.Series == name && Diverged(point) > 0))];
        foreach (var (i, name) in diverged.Index())
            layers.Add(DivergedLayer(name, -4 - 13 * (diverged.Count - 1 - i)));
        var (y, ticks) = (axis.Scale, axis.Axis);
        if (diverged.Count > 0)
        {
            // Room below for their counts, in which the axis has no numbers.
            var bottom = axis.Domain[0] - 0.06 * diverged.Count * (axis.Domain[1] - axis.Domain[0]);
            y = SpecText.Object($$"""{ "domain": {{new[] { bottom, axis.Domain[1] }}}, "nice": false, "zero": false }""");
            ticks["labelExpr"] = string.Create(CultureInfo.InvariantCulture, $"datum.value < {axis.Domain[0]:R} ? '' : {ticks["labelExpr"]}");
        }
        var shownLow = string.Create(CultureInfo.InvariantCulture, $"isValid(datum.low) ? max(datum.low, {axis.Domain[0]:R}) : null");
        return SpecText.Object($$"""
            {
              "description": {{description}},
              "data": { "name": "table" },
              "height": 280,
              "transform": [
                {{Tips.Interval(axis)}},
                { "as": "shown_low", "calculate": {{shownLow}} }
              ],
              "encoding": {
                "x": {{X()}},
                "y": { "field": "value", "type": "quantitative", "title": {{axis.Title}}, "scale": {{y}}, "axis": {{ticks}} }
              },
              "layer": {{layers}}
            }
            """);
    }

    private JsonObject X()
    {
        if (_isOrdinal)
        {
            return SpecText.Object($$"""
                {
                  "field": "position", "type": "ordinal", "title": {{_keyText}}, "scale": { "domain": {{Positions}} },
                  "axis": { "labelAngle": 0, "labelOverlap": true, "labelExpr": "format(datum.value, '~g')" }
                }
                """);
        }
        var margin = 0.06 * (Positions[^1] - Positions[0]);
        double[] domain = IsLog ? [Positions[0] / 1.25, Positions[^1] * 1.25] : [Positions[0] - margin, Positions[^1] + margin];
        return SpecText.Object($$"""
            {
              "field": "position", "type": "quantitative", "title": {{_keyText + (IsLog ? " (logarithmic)" : "")}},
              "scale": { "type": {{(IsLog ? "log" : "linear")}}, "domain": {{domain}}, "nice": false },
              "axis": { "values": {{Positions}}, "labelExpr": "format(datum.value, '~g')", "labelOverlap": "greedy", "grid": false }
            }
            """);
    }

    private void AddSeries(JsonArray layers, string name, ValueAxis axis, double shift)
    {
        var colour = _scale.Colour("series");
        var shape = _scale.Shape("series");
        // Seeds stand beside each other where there is room for it: at a place of its own, and with no other series.
        var offset = _isOrdinal && _scale.Names.Count == 1
            ? SpecText.Object($$"""{ "field": "offset", "type": "quantitative", "scale": { "domain": [-1, 1] } }""")
            : null;
        layers.Add(Layer(name, "seed", SpecText.Object($$"""{ "type": "point", "filled": true, "size": 18, "opacity": 0.45, "aria": false, "xOffset": {{shift}} }"""),
            SpecText.Object($$"""
                {
                  "color": {{colour}}, "shape": {{shape}},
                  "tooltip": [{ "field": "series" }, { "field": "position" }, { "field": "seed" }, {{Tips.Value(axis.Title, axis)}}]
                }
                """), offset));
        layers.Add(Layer(name, "mean", SpecText.Object($$"""{ "type": "line", "strokeWidth": 1.5, "aria": false, "xOffset": {{shift}} }"""),
            SpecText.Object($$"""{ "color": {{colour}} }"""), null));
        layers.Add(Layer(name, "mean", SpecText.Object($$"""{ "type": "rule", "strokeWidth": 2.5, "clip": true, "aria": false, "xOffset": {{shift}} }"""),
            SpecText.Object($$"""{ "y": { "field": "shown_low", "type": "quantitative" }, "y2": { "field": "high" }, "color": {{colour}} }"""),
            null, "isValid(datum.low)"));
        layers.Add(Layer(name, "mean", SpecText.Object($$"""{ "type": "point", "filled": true, "opacity": 1, "size": 70, "aria": false, "xOffset": {{shift}} }"""),
            SpecText.Object($$"""
                {
                  "color": {{colour}}, "shape": {{shape}},
                  "tooltip": [
                    { "field": "series" }, { "field": "position" }, {{Tips.Value("mean", axis)}}, { "field": "interval" }, { "field": "n" }
                  ]
                }
                """), null));
    }

    private static JsonObject Layer(string series, string mark, JsonObject drawn, JsonObject encoding, JsonObject? offset, string? filter = null)
    {
        if (offset is not null)
            encoding["xOffset"] = offset;
        var condition = SpecText.Object($$"""{ "and": [{ "field": "mark", "equal": {{mark}} }, { "field": "series", "equal": {{series}} }] }""");
        if (filter is not null)
            condition["and"]!.AsArray().Add(filter);
        return SpecText.Object($$"""{ "transform": [{ "filter": {{condition}} }], "mark": {{drawn}}, "encoding": {{encoding}} }""");
    }

    private JsonObject DivergedLayer(string name, double dy) => Layer(name, "diverged",
        SpecText.Object($$"""{ "type": "text", "baseline": "bottom", "fontSize": 11, "aria": false, "dy": {{dy}} }"""),
        SpecText.Object($$"""
            {
              "y": { "value": "height" }, "text": { "field": "text" }, "color": {{_scale.Colour("series")}},
              "tooltip": [{ "field": "series" }, { "field": "position" }, { "field": "n", "title": "diverged" }, { "field": "of" }]
            }
            """), null);

    private IEnumerable<MarkRow> Rows(SeriesPoint point, ValueAxis axis)
    {
        var seeds = Seeds(point);
        var levels = Swarm.Levels(seeds.Select(seed => axis.Place(seed.Value)));
        foreach (var (seed, level) in seeds.Zip(levels))
            yield return new MarkRow("seed", point.Series, point.Position, seed.Seed, seed.Value, null, null, null, null, null, Side(level));
        if (Summary(point) is { } summary)
        {
            var interval = summary.MeanInterval;
            yield return new MarkRow("mean", point.Series, point.Position, null, summary.Mean, interval?.Low, interval?.High, summary.N, null, null, 0);
        }
        if (Diverged(point) is > 0 and var diverged)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"✕{diverged}");
            yield return new MarkRow("diverged", point.Series, point.Position, null, null, null, null, diverged, point.Cell.Cell.Trials.Count, text, 0);
        }
    }

    private static int Diverged(SeriesPoint point) => point.Cell.Cell.Count(RunStatus.Diverged);

    // Right and left of the middle by turns: 0, 1, -1, 2, -2 …
    private static double Side(int level) => Math.Clamp((level + 1) / 2 * (level % 2 == 1 ? 0.16 : -0.16), -1, 1);

    private IReadOnlyList<SeedValue> Seeds(SeriesPoint point) => CellRows.Values(point.Cell.Cell, _of);

    private SampleSummary? Summary(SeriesPoint point) =>
        Seeds(point) is { Count: > 0 } seeds ? SampleStatistics.Summarise([.. seeds.Select(seed => seed.Value)]) : null;

    private sealed record MarkRow(
        string Mark, string Series, double Position, long? Seed, double? Value, double? Low, double? High, int? N, int? Of, string? Text, double Offset);
}

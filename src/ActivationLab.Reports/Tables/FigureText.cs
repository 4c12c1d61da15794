using System.Globalization;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Tables;

/// <summary>Writes the figures of a metric for people: shares in percent, all with as many decimals, and a point whatever the locale; astronomic ones as <c>3.0e38</c>.</summary>
public sealed class FigureText
{
    // From here on a figure is one of a run gone wrong, and its digits say nothing; parameters and images a second are less.
    private const double Astronomic = 1e9;

    private readonly double _factor;
    private readonly string _format;

    private FigureText(Metric metric, int decimals)
    {
        _factor = metric.IsShare ? 100 : 1;
        _format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        Unit = metric.IsShare ? "%" : "";
        DifferenceUnit = metric.IsShare ? "points" : "";
    }

    /// <summary>The unit of a figure; empty where it has none.</summary>
    public string Unit { get; }

    /// <summary>The unit of a difference: percentage points for a share.</summary>
    public string DifferenceUnit { get; }

    /// <summary>How the figures of a comparison are written.</summary>
    public static FigureText For(Comparison comparison)
    {
        var largest = comparison.Cells.Select(cell => Math.Abs(cell.Metric?.Mean ?? 0)).Where(mean => mean < Astronomic).DefaultIfEmpty().Max();
        return new FigureText(comparison.Metric, comparison.Metric.IsShare ? 2 : largest switch { >= 1000 => 0, >= 100 => 1, >= 10 => 2, >= 1 => 3, _ => 4 });
    }

    /// <summary>How a share is written.</summary>
    public static FigureText ForShare(Metric metric) => new(metric, 2);

    /// <summary>A figure; nothing for null.</summary>
    public string Number(double? value)
    {
        if (value is not { } number)
            return "";
        var shown = _factor * number;
        var text = shown.ToString(Math.Abs(shown) < Astronomic ? _format : "0.0e0", CultureInfo.InvariantCulture);
        return text.Any(letter => letter is >= '1' and <= '9') ? text.Replace('-', '−') : text.TrimStart('-');
    }

    /// <summary>A difference with its sign, <c>+0.42</c>.</summary>
    public string Signed(double? value) => value > 0 && Number(value) is var text && text != Number(0) ? $"+{text}" : Number(value);

    /// <summary>A mean and half of its interval, <c>86.31 ± 0.21</c>.</summary>
    public string MeanAndHalfWidth(SampleSummary? of) =>
        of is null ? "" : of.MeanInterval is { } interval ? $"{Number(of.Mean)} ± {Number(interval.HalfWidth)}" : Number(of.Mean);

    /// <summary>An interval, <c>[+0.10, +0.31]</c>.</summary>
    public string Signed(Interval? of) => of is { } interval ? $"[{Signed(interval.Low)}, {Signed(interval.High)}]" : "";

    /// <summary>A p: <c>0.0078</c>, and never 0.</summary>
    public static string P(double? p) => p switch
    {
        null => "",
        < 0.0001 => "< 0.0001",
        { } value => value.ToString("F4", CultureInfo.InvariantCulture),
    };

    /// <summary>A probability or ratio with its interval, <c>0.90 [0.70, 1.00]</c>.</summary>
    public static string Share(double value, Interval? of) => of is { } interval ? $"{Two(value)} [{Two(interval.Low)}, {Two(interval.High)}]" : Two(value);

    private static string Two(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}

using System.Globalization;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Views;

/// <summary>How numbers are written for people: always with a point, whatever the locale.</summary>
internal static class Figures
{
    private const string None = "-";

    /// <summary>A share from 0 to 1 as percent: <c>98.30 %</c>.</summary>
    public static string Percent(double? share, int decimals = 2) =>
        share is { } value ? (100 * value).ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %" : None;

    /// <summary>A whole number with thousands set apart: <c>421,642</c>.</summary>
    public static string Count(double? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? None;

    /// <summary>A loss: <c>0.0556</c>; <c>8.0e+19</c> when it explodes.</summary>
    public static string Loss(double loss) => loss.ToString(loss < 10_000 ? "F4" : "0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>A slope that was set: <c>0.01</c>.</summary>
    public static string Slope(double slope) => slope.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A slope that was learned, and so has no end of digits: <c>0.24</c>.</summary>
    public static string LearnedSlope(double slope) =>
        slope.ToString(Math.Abs(slope) < 100 ? "F2" : "0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>The slopes of a layer: the one that it has, or the mean of several and their range; nothing outside the rectifier family.</summary>
    public static string Slopes(LayerRow layer) => (layer.SlopeMin, layer.SlopeMean, layer.SlopeMax) switch
    {
        ({ } min, { } mean, { } max) when min != max => $"{LearnedSlope(mean)} ({LearnedSlope(min)} to {LearnedSlope(max)})",
        (_, { } only, _) => Slope(only),
        _ => "",
    };

    /// <summary>A duration: <c>9.1 s</c>, <c>12 min 3 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(double seconds)
    {
        var whole = TimeSpan.FromSeconds(Math.Round(seconds));
        return seconds switch
        {
            < 60 => seconds.ToString("F1", CultureInfo.InvariantCulture) + " s",
            < 3600 => $"{whole.Minutes + 60 * whole.Hours} min {whole.Seconds} s",
            _ => $"{(long)whole.TotalHours} h {whole.Minutes} min",
        };
    }

    /// <summary>A short time, to three digits: <c>12.3 µs</c>, <c>1.25 ms</c>, <c>2.10 s</c>.</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 1e-3 => ThreeDigits(seconds * 1e6) + " µs",
        < 1 => ThreeDigits(seconds * 1e3) + " ms",
        _ => ThreeDigits(seconds) + " s",
    };

    /// <summary>A ratio and its interval: <c>1.03 (1.01 to 1.05)</c>.</summary>
    public static string Ratio(double ratio, double? low, double? high) => low is null
        ? ratio.ToString("F2", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{ratio:F2} ({low:F2} to {high:F2})");

    /// <summary>Bytes in steps of a thousand: <c>9.9 MB</c>.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F0} kB"),
    };

    private static string ThreeDigits(double number) =>
        number.ToString(number switch { < 9.995 => "F2", < 99.95 => "F1", _ => "N0" }, CultureInfo.InvariantCulture);
}

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

    /// <summary>Bytes in steps of a thousand: <c>9.9 MB</c>.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F0} kB"),
    };
}

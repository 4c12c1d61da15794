using System.Globalization;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>Figures in sentences.</summary>
internal static class Figures
{
    /// <summary>A figure of a metric: <c>87.31 %</c>, <c>0.3456</c>.</summary>
    public static string Of(Metric metric, double value) => metric.IsShare ? Share(value) : Number(value);

    /// <summary>A share in percent.</summary>
    public static string Share(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.##} %");

    /// <summary>A number with four significant digits.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A list in a sentence: the first dozen, and how many more there are.</summary>
    public static string List(IEnumerable<string> parts)
    {
        const int shown = 12;
        List<string> all = [.. parts];
        return string.Join("; ", all.Take(shown)) + (all.Count > shown ? string.Create(CultureInfo.InvariantCulture, $"; and {all.Count - shown} more") : "");
    }
}

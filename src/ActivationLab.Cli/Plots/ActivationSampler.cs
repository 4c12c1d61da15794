using System.Globalization;
using System.Text.Json.Serialization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Descriptions;
using ActivationLab.Models.Activations;
using ActivationLab.Models.Settings;
using ActivationLab.Reports.Page.Activations;

namespace ActivationLab.Cli.Plots;

/// <summary>Takes points of activations, for a page that knows no activation.</summary>
internal static class ActivationSampler
{
    private const int PointsASide = 60;
    private const double Furthest = 3;

    /// <summary>All activations by name, with default settings, in the order in which they are documented.</summary>
    public static IReadOnlyDictionary<string, ActivationSettings> All { get; } = typeof(ActivationSettings)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
        .Cast<JsonDerivedTypeAttribute>()
        .Select(derived => (ActivationSettings)Activator.CreateInstance(derived.DerivedType)!)
        .ToDictionary(settings => SettingsName.Of(settings));

    /// <summary>The curve of an activation.</summary>
    public static ActivationCurve Sample(ActivationSettings settings)
    {
        var function = ActivationFunction.Of(settings);
        return new ActivationCurve
        {
            Name = SettingsName.Of(settings),
            Label = Label(settings),
            Settings = ActivationWords.Of(settings),
            Family = settings switch
            {
                { IsRectifier: true } => ActivationFamily.Rectifier,
                SigmoidSettings or TanhSettings => ActivationFamily.Saturating,
                _ => ActivationFamily.Smooth,
            },
            Formula = ActivationWords.Formula(settings),
            Gain = ActivationGain.Of(settings),
            Points = [.. Enumerable.Range(-PointsASide, 2 * PointsASide + 1).SelectMany(step => Points(function, step * Furthest / PointsASide))],
        };
    }

    // The slope says which curve it is; what else there is to set does not show in it.
    private static string Label(ActivationSettings settings) => settings switch
    {
        ReluSettings or IdentitySettings => SettingsName.Of(settings),
        { InitialNegativeSlope: { } slope } => string.Create(CultureInfo.InvariantCulture, $"{SettingsName.Of(settings)} (slope {slope:0.###})"),
        _ => ActivationWords.Of(settings),
    };

    // Every kink is at 0. The smallest number above it is on its other side: a line drawn through both jumps where the derivative does.
    private static IEnumerable<CurvePoint> Points(ActivationFunction function, double z)
    {
        yield return new CurvePoint(z, function.Value(z), function.Derivative(z));
        if (z == 0 && function.Derivative(double.Epsilon) != function.Derivative(0))
            yield return new CurvePoint(0, function.Value(0), function.Derivative(double.Epsilon));
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Activations;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Descriptions;

/// <summary>Activations in words and formulas.</summary>
public static class ActivationWords
{
    /// <summary>Name and settings: <c>prelu (per channel, init 0.25)</c>.</summary>
    public static string Of(ActivationSettings settings)
    {
        var values = Settings(settings).Select(setting => $"{setting.Name} {setting.Text}").ToList();
        return values.Count == 0 ? SettingsName.Of(settings) : $"{SettingsName.Of(settings)} ({string.Join(", ", values)})";
    }

    /// <summary>f(z), with values where the formula of its kind has names of settings.</summary>
    public static string Formula(ActivationSettings settings) => Settings(settings).Aggregate(
        ActivationFunction.Of(settings).Formula,
        (formula, setting) => Regex.Replace(formula, $@"\b{setting.Name}\b", setting.Text));

    private static IEnumerable<(string Name, string Text)> Settings(ActivationSettings settings) =>
        SettingsValues.Of(settings).Select(setting => (setting.Key, Text(setting.Value!)));

    // Four digits tell what is meant; the whole number is in the configuration.
    private static string Text(object value) => value switch
    {
        double number => number.ToString("G4", CultureInfo.InvariantCulture),
        Enum named => SnakeCase.Of(named),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

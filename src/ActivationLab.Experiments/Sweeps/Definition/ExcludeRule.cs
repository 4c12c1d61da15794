using System.Globalization;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Which cells to leave out: those that have all of its values.</summary>
/// <param name="Path">The rule in the sweep file: <c>exclude[0]</c>.</param>
/// <param name="Position">Where it was written.</param>
/// <param name="Variant">The name of the variant; null for all.</param>
/// <param name="Values">Dotted keys of the experiment, and the value that each must have.</param>
internal sealed record ExcludeRule(string Path, SourcePosition Position, string? Variant, IReadOnlyList<ConfigEntry> Values)
{
    /// <summary>
    /// Whether a cell has a value. It has a mapping if it has all keys of it; it has the name of a kind if it is of that kind, whatever its
    /// settings; it has null if it has no such key.
    /// </summary>
    public static bool IsHad(ConfigNode wanted, ConfigNode? found) => (wanted, found) switch
    {
        (ConfigScalar { Kind: ScalarKind.Null }, null) => true,
        (ConfigScalar a, ConfigScalar b) => IsSame(a, b),
        (ConfigScalar name, ConfigMap settings) => settings.Find("name") is { Value: ConfigScalar kind } && IsSame(name, kind),
        (ConfigMap settings, ConfigScalar name) => settings.Entries is [{ Key: "name", Value: ConfigScalar kind }] && IsSame(name, kind),
        (ConfigList a, ConfigList b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => IsHad(pair.First, pair.Second)),
        (ConfigMap a, ConfigMap b) => a.Entries.All(entry => IsHad(entry.Value, b.Find(entry.Key)?.Value)),
        _ => false,
    };

    private static bool IsSame(ConfigScalar a, ConfigScalar b) => a.Kind == b.Kind
        && (a.Kind == ScalarKind.Number ? Number(a) == Number(b) : string.Equals(a.Text, b.Text, StringComparison.OrdinalIgnoreCase));

    private static double Number(ConfigScalar scalar) =>
        double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}

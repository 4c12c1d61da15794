using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration;

/// <summary>Writes an experiment as YAML with every default written out: the same experiment is always the same text.</summary>
public static partial class ExperimentYaml
{
    private const int LongestLine = 130;

    /// <summary>
    /// The whole experiment: the kind of a setting first, then its keys in the order of their declaration; LF, invariant culture,
    /// doubles that read back exactly. <see cref="ExperimentLoader.Load"/> reads it back to an equal experiment.
    /// </summary>
    public static string Write(Experiment experiment)
    {
        var text = new StringBuilder();
        WriteKeys(text, (ConfigMap)ExperimentLoader.Shape.Write(experiment)!, indent: "");
        return text.ToString();
    }

    private static void WriteKeys(StringBuilder text, ConfigMap map, string indent)
    {
        foreach (var entry in map.Entries)
        {
            var line = $"{indent}{entry.Key}: {Flow(entry.Value)}";
            if (entry.Value is not ConfigMap inner || (line.Length <= LongestLine && inner.Entries.All(within => within.Value is ConfigScalar)))
            {
                text.Append(line).Append('\n');
                continue;
            }
            text.Append(indent).Append(entry.Key).Append(":\n");
            WriteKeys(text, inner, indent + "  ");
        }
    }

    internal static string Flow(ConfigNode node) => node switch
    {
        ConfigScalar scalar => Scalar(scalar),
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Flow))}]",
        ConfigMap map => $"{{ {string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Flow(entry.Value)}"))} }}",
        _ => throw new ArgumentException($"{node.GetType().Name} cannot be written"),
    };

    // JSON's quoted strings are YAML's double-quoted ones.
    private static string Scalar(ConfigScalar scalar) =>
        scalar.Kind != ScalarKind.Text || (Plain().IsMatch(scalar.Text) && !Reserved().IsMatch(scalar.Text))
            ? scalar.Text
            : JsonSerializer.Serialize(scalar.Text);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9._-]*(:[A-Za-z0-9._-]+)*\z")]
    private static partial Regex Plain();

    // YAML 1.1 reads these as booleans and null.
    [GeneratedRegex(@"^(true|false|yes|no|on|off|y|n|null)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}

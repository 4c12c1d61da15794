using ActivationLab.Experiments.Configuration.Reading;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ActivationLab.Reports.Reading;

/// <summary>
/// A resolved configuration as a list of keys and values. It is shown, not run: one of an earlier version of the program, which would not be
/// accepted today, is read as well.
/// </summary>
internal static class Configuration
{
    // What is no part of what is computed, or differs between the trials of a cell.
    private static readonly string[] Left = ["name", "seed", "device"];

    /// <summary>Reads the text of a <c>config.yaml</c>.</summary>
    /// <exception cref="YamlException">It is no YAML, or no mapping.</exception>
    public static IReadOnlyList<Setting> Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
            throw new YamlException("not a configuration");
        return [.. Flatten("", root).Where(setting => !Left.Contains(setting.Key))];
    }

    private static IEnumerable<Setting> Flatten(string prefix, YamlMappingNode map) => map.Children.SelectMany(child =>
    {
        var key = prefix + child.Key;
        return child.Value is YamlMappingNode inner ? Flatten($"{key}.", inner) : [new Setting(OneLine.Whole(key), OneLine.Whole(Flow(child.Value)))];
    });

    private static string Flow(YamlNode node) => node switch
    {
        YamlSequenceNode list => $"[{string.Join(", ", list.Select(Flow))}]",
        YamlMappingNode map => $"{{ {string.Join(", ", map.Children.Select(child => $"{child.Key}: {Flow(child.Value)}"))} }}",
        YamlScalarNode scalar => scalar.Value ?? "",
        _ => node.ToString(),
    };
}

using System.Text;

namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>What the YAML and the JSON reader share: the choice between them, and their common limits and messages.</summary>
internal static class ConfigText
{
    /// <summary>More levels than any experiment has, and few enough to read by recursion.</summary>
    public const int MostLevels = 32;

    public static readonly string TooDeep = $"nested more than {MostLevels} levels deep";

    public static string Duplicate(ConfigEntry first) => first.KeyPosition.IsOverride
        ? "is given twice"
        : $"is given twice, first in line {first.KeyPosition.Line}";

    /// <summary>The mapping that the file holds; null after reporting a problem.</summary>
    public static ConfigMap? Read(string path, Problems problems)
    {
        var file = new SourcePosition(OneLine.Whole(path));
        if (ConfigFile.Read(path, file, problems) is not { } bytes)
            return null;
        var root = ConfigFile.IsJson(path)
            ? JsonReader.Read(bytes, file.Source, problems)
            : YamlReader.Read(
                Encoding.UTF8.GetString(bytes), mark => file with { Line = (int)mark.Line, Column = (int)mark.Column }, "", problems);
        if (root is ConfigMap map)
            return map;
        if (root is not null and not ConfigRejected)
            problems.Add(root.Position, "", $"must be a mapping of keys to values, not {root.Described}");
        else if (problems.Count == 0)
            problems.Add(file with { Line = 1, Column = 1 }, "", "the file is empty; write {} for an experiment with every default");
        return null;
    }
}

using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Reads what is swept: <c>parameters</c> of a file or of a variant, and the command line's <c>--grid</c>.</summary>
internal sealed class ParameterReader(Problems problems)
{
    public const string Values = "values";

    private static readonly string[] s_keys = [Values, RangeReader.Min, RangeReader.Max, RangeReader.Scale];

    /// <summary>The keys of a mapping with their values or ranges. Those that cannot be used are reported and left out.</summary>
    public IReadOnlyList<SweptKey> Read(ConfigEntry? parameters, string path)
    {
        if (parameters is null or { Value: ConfigRejected })
            return [];
        if (parameters.Value is ConfigMap map)
            return [.. map.Entries.Select(entry => ReadOne(entry, KeyPath.Join(path, entry.Key))).OfType<SweptKey>()];
        problems.Add(parameters.Value.Position, path, $"must be a mapping of dotted keys to lists of values, not {parameters.Value.Described}");
        return [];
    }

    /// <summary>The parameter of <c>key=v1,v2</c>; null after reporting what is wrong.</summary>
    public SweptKey? ReadGrid(string text)
    {
        var position = new SourcePosition($"--grid {OneLine.Of(text)}");
        var equals = text.IndexOf('=');
        var key = equals < 0 ? "" : text[..equals].Trim();
        if (key.Length == 0)
        {
            problems.Add(position, "", "must be key=value,value, such as train.optimizer.lr=0.1,0.01");
            return null;
        }
        if (HasGap(text[(equals + 1)..]))
        {
            problems.Add(position, key, "has a comma with no value beside it");
            return null;
        }
        // In brackets the values are a list of YAML, in which commas within quotes and brackets are no separators.
        var list = YamlReader.Read($"[{text[(equals + 1)..]}]", _ => position, key, problems);
        return list is ConfigList && SweptKeys.Check(key, position, key, problems) ? ReadValues(key, position, list, key) : null;
    }

    // Where nothing is quoted or in brackets, every comma stands between two values.
    private static bool HasGap(string values) =>
        values.Contains(',') && values.IndexOfAny(['"', '\'', '[', '{']) < 0 && values.Split(',').Any(string.IsNullOrWhiteSpace);

    private SweptKey? ReadOne(ConfigEntry entry, string path)
    {
        if (!SweptKeys.Check(entry.Key, entry.KeyPosition, path, problems))
            return null;
        return entry.Value switch
        {
            ConfigMap map => ReadMap(entry, map, path),
            var value => ReadValues(entry.Key, entry.KeyPosition, value, path),
        };
    }

    private SweptKey? ReadMap(ConfigEntry entry, ConfigMap map, string path)
    {
        var before = problems.Count;
        foreach (var key in map.Entries.Where(key => !s_keys.Contains(key.Key)))
        {
            problems.Add(key.KeyPosition, KeyPath.Join(path, key.Key), Spelling.Nearest(key.Key, s_keys) is { } near
                ? $"unknown key (did you mean {near}?)"
                : $"unknown key; a parameter has {Values}, or {RangeReader.Min}, {RangeReader.Max} and {RangeReader.Scale}");
        }
        if (problems.Count > before)
            return null;
        if (map.Find(Values) is not { } values)
            return new RangeReader(problems).Read(map, path, entry.Key) is { } range ? new SweptKey(entry.Key, entry.KeyPosition, [], range) : null;
        if (map.Entries.Count == 1)
            return ReadValues(entry.Key, entry.KeyPosition, values.Value, KeyPath.Join(path, Values));
        problems.Add(map.Position, path, $"has {Values} and a range: give one of them");
        return null;
    }

    private SweptKey? ReadValues(string key, SourcePosition position, ConfigNode node, string path)
    {
        if (FlowText.IsRejected(node))
            return null;
        if (node is not ConfigList list)
        {
            problems.Add(node.Position, path, $"must be a list of values, such as [0.1, 0.01], or {{ min, max, scale }} for random search, not {node.Described}");
            return null;
        }
        if (list.Items.Count == 0)
        {
            problems.Add(list.Position, path, "has no values: give some, or remove the parameter");
            return null;
        }
        var seen = new HashSet<string>();
        foreach (var (place, item) in list.Items.Index())
        {
            SweptKeys.CheckValue(key, item, KeyPath.Item(path, place), problems);
            if (!seen.Add(FlowText.Of(item)))
                problems.Add(item.Position, KeyPath.Item(path, place), $"{item.Described} is given twice");
        }
        return new SweptKey(key, position, list.Items, Range: null);
    }
}

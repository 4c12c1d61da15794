namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>Keys with their values, in the order of the text.</summary>
internal sealed class ConfigMap(SourcePosition position = default) : ConfigNode(position)
{
    private readonly Dictionary<string, int> places = [];
    private readonly List<ConfigEntry> entries = [];

    public IReadOnlyList<ConfigEntry> Entries => entries;

    public override string Described => "a mapping";

    public ConfigEntry? Find(string key) => places.TryGetValue(key, out var place) ? entries[place] : null;

    /// <summary>Adds a key, or gives it another value.</summary>
    public void Put(ConfigEntry entry)
    {
        if (places.TryGetValue(entry.Key, out var place))
        {
            entries[place] = entry;
            return;
        }
        places.Add(entry.Key, entries.Count);
        entries.Add(entry);
    }

    public void Remove(Predicate<ConfigEntry> match)
    {
        if (entries.RemoveAll(match) == 0)
            return;
        places.Clear();
        for (var i = 0; i < entries.Count; i++)
            places.Add(entries[i].Key, i);
    }

    /// <summary>The same keys and values, to be changed apart from this.</summary>
    public ConfigMap Copy()
    {
        var copy = new ConfigMap(Position);
        foreach (var entry in entries)
            copy.Put(entry with { Value = Copy(entry.Value) });
        return copy;
    }

    /// <summary>A value whose mappings can be changed apart from the original's; mappings in lists cannot, and no dotted key leads there.</summary>
    public static ConfigNode Copy(ConfigNode node) => node is ConfigMap map ? map.Copy() : node;

    /// <summary>Where the value of a dotted key was written; null when it was not.</summary>
    public SourcePosition? Locate(string dottedKey)
    {
        ConfigNode node = this;
        foreach (var key in dottedKey.Split('.'))
        {
            if ((node as ConfigMap)?.Find(key) is not { } entry)
                return null;
            node = entry.Value;
        }
        return node.Position;
    }
}

/// <summary>A key, where it stands, and its value.</summary>
internal sealed record ConfigEntry(string Key, SourcePosition KeyPosition, ConfigNode Value);

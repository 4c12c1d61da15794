using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Reads <c>variants</c>.</summary>
internal sealed class VariantReader(Problems problems)
{
    public const string Key = "variants", Parameters = "parameters";
    private const int LongestName = 80;

    /// <summary>The variants; one without a name where there are none.</summary>
    public IReadOnlyList<SweepVariant> Read(ConfigEntry? variants, SourcePosition nowhere)
    {
        switch (variants?.Value)
        {
            case ConfigMap { Entries.Count: > 0 } map:
                return [.. map.Entries.Select(Read)];
            case ConfigMap empty:
                problems.Add(empty.Position, Key, "has no variants: give some, or remove the key");
                break;
            case not null and not ConfigRejected:
                problems.Add(variants.Value.Position, Key, $"must be a mapping of names to what they change, such as ReLU: {{ model.activation: relu }}, not {variants.Value.Described}");
                break;
        }
        return [new SweepVariant("", nowhere, [], [])];
    }

    private SweepVariant Read(ConfigEntry entry)
    {
        var path = KeyPath.Join(Key, entry.Key);
        if (entry.Key.Length is 0 or > LongestName || entry.Key.Trim() != entry.Key || OneLine.Whole(entry.Key) != entry.Key)
            problems.Add(entry.KeyPosition, path, $"the name of a variant is 1 to {LongestName} printable characters, without spaces at its ends");
        if (entry.Value is not ConfigMap map)
        {
            if (entry.Value is not ConfigRejected)
                problems.Add(entry.Value.Position, path, $"must be a mapping of dotted keys to values, such as {{ model.activation: relu }}, or {{}} for the base as it is");
            return new SweepVariant(entry.Key, entry.KeyPosition, [], []);
        }
        var overrides = map.Entries.Where(key => key.Key != Parameters && IsSound(key, KeyPath.Join(path, key.Key))).ToList();
        var parameters = new ParameterReader(problems).Read(map.Find(Parameters), KeyPath.Join(path, Parameters));
        return new SweepVariant(entry.Key, entry.KeyPosition, overrides, parameters);
    }

    private bool IsSound(ConfigEntry entry, string path) =>
        SweptKeys.Check(entry.Key, entry.KeyPosition, path, problems)
        && !FlowText.IsRejected(entry.Value)
        && SweptKeys.CheckValue(entry.Key, entry.Value, path, problems);
}

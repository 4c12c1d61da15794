using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Configuration.Shapes;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Which keys of an experiment a sweep may vary.</summary>
internal static class SweptKeys
{
    private static readonly Dictionary<string, string> s_advice = new()
    {
        ["seed"] = "is not swept as a parameter: every cell is trained with all seeds; write seeds: 10, or seeds: [1, 2, 3]",
        ["name"] = "is not swept: all cells of a sweep lie in one folder; the sweep's own name names it",
        ["device"] = "is not swept: it says where numbers are computed, not what they mean; set it for all with --set device=…",
    };

    /// <summary>Whether the key may be varied; reports why not.</summary>
    public static bool Check(string key, SourcePosition position, string path, Problems problems)
    {
        if (!s_advice.TryGetValue(key, out var advice))
            return Overrides.CheckKey(key, position, problems);
        problems.Add(position, path, advice);
        return false;
    }

    /// <summary>
    /// Whether the value says all that it replaces. A mapping replaces everything that was there, which is rarely meant where it does not
    /// say of what kind it is; reports what to write instead.
    /// </summary>
    public static bool CheckValue(string key, ConfigNode value, string path, Problems problems)
    {
        if (value is not ConfigMap map)
            return true;
        var shape = Overrides.Find(ExperimentLoader.Shape, key);
        var example = $"{key}.{(map.Entries.Count > 0 ? map.Entries[0].Key : "…")}";
        if (shape is ObjectShape)
            problems.Add(map.Position, path, $"write dotted keys, such as {example}: a mapping would set every other key of {key} back to its default");
        else if (shape is FamilyShape family && map.Find(family.Discriminator) is null)
            problems.Add(map.Position, path, $"say of which {family.Discriminator} it is, or write dotted keys, such as {example}");
        else
            return true;
        return false;
    }

    /// <summary>Whether setting the one key undoes what the other has set: it is the same key, or one around it.</summary>
    public static bool Undoes(string key, string earlier) =>
        earlier == key || (earlier.Length > key.Length && earlier.StartsWith(key, StringComparison.Ordinal) && earlier[key.Length] == '.');
}

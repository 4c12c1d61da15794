using ActivationLab.Experiments.Configuration.Shapes;

namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>
/// Writes overrides (<c>train.optimizer.lr=0.01</c>) over what a file says, before any of it is checked. The value is YAML;
/// null takes the key away, so that its default counts. Naming another kind (<c>model.activation.name=prelu</c>) forgets the file's
/// keys that only the old kind has.
/// </summary>
internal static class Overrides
{
    private const string Example = "must be key=value, such as train.optimizer.lr=0.01";

    public static void Apply(ConfigMap root, ObjectShape shape, IReadOnlyList<string> overrides, Problems problems)
    {
        foreach (var text in overrides)
            Apply(root, shape, text, problems);
    }

    /// <summary>Whether a dotted key can be set at all, whatever it names; reports why not.</summary>
    public static bool CheckKey(string path, SourcePosition position, Problems problems)
    {
        var keys = path.Split('.');
        var refusal = keys switch
        {
            _ when keys.Any(key => key.Length == 0) => "must be a dotted key, such as train.optimizer.lr",
            _ when keys.Any(key => key.Contains('[')) => $"a list is set as a whole: {OneLine.Of(path[..path.IndexOf('[')])}=[…]",
            _ => keys.Length > ConfigText.MostLevels ? ConfigText.TooDeep : null,
        };
        if (refusal is not null)
            problems.Add(position, path, refusal);
        return refusal is null;
    }

    /// <summary>Writes one value over what is there.</summary>
    /// <param name="root">The experiment; it and the value become one and may be changed by what is set next.</param>
    /// <param name="shape">The shape of the experiment.</param>
    /// <param name="path">A dotted key that can be set.</param>
    /// <param name="position">Where the key was written.</param>
    /// <param name="value">The value; null takes the key away.</param>
    /// <param name="keeps">Which entries naming another kind does not make forgotten, but wrong if that kind has them not.</param>
    public static void Set(ConfigMap root, ObjectShape shape, string path, SourcePosition position, ConfigNode value, Predicate<ConfigEntry> keeps) =>
        Put(root, shape, path.Split('.'), position, value, keeps);

    /// <summary>What a dotted key may hold in any of the kinds; null when none has it. The key that names a kind holds a word.</summary>
    public static Shape? Find(Shape shape, string path)
    {
        Shape? found = shape;
        foreach (var key in path.Split('.'))
            found = (found as FamilyShape)?.Discriminator == key ? new TextShape(pattern: null) : ShapeOfKey(found, key);
        return found;
    }

    private static void Apply(ConfigMap root, ObjectShape shape, string text, Problems problems)
    {
        var position = new SourcePosition($"--set {OneLine.Of(text)}");
        var equals = text.IndexOf('=');
        var path = equals < 0 ? "" : text[..equals].Trim();
        if (path.Split('.').Any(key => key.Length == 0))
        {
            problems.Add(position, "", Example);
            return;
        }
        if (!CheckKey(path, position, problems))
            return;
        var before = problems.Count;
        var value = YamlReader.Read(text[(equals + 1)..], _ => position, path, problems);
        if (value is not null)
            Set(root, shape, path, position, value, entry => entry.KeyPosition.IsOverride);
        else if (problems.Count == before)
            problems.Add(position, path, "has no value; give one, or null for the default");
    }

    private static void Put(ConfigMap map, Shape? shape, ReadOnlySpan<string> keys, SourcePosition position, ConfigNode value, Predicate<ConfigEntry> keeps)
    {
        var key = keys[0];
        var keyShape = ShapeOfKey(shape, key);
        if (keys.Length == 1)
        {
            if (shape is FamilyShape family && key == family.Discriminator && value is ConfigScalar name)
                family.ForgetOldKind(map, name.Text, keeps);
            var known = keyShape is not null || (shape as FamilyShape)?.Discriminator == key;
            if (known && value is ConfigScalar { Kind: ScalarKind.Null })
                map.Remove(entry => entry.Key == key);
            else
                map.Put(new ConfigEntry(key, position, value));
            return;
        }
        var present = map.Find(key);
        var inner = keyShape is FamilyShape shorthand && present is not null ? shorthand.Expand(present.Value) : present?.Value;
        if (inner is not null and not ConfigMap && keyShape is FamilyShape or ObjectShape)
            return; // The file has something else here, and that is reported.
        if (inner is not ConfigMap within)
            within = new ConfigMap(position);
        map.Put(new ConfigEntry(key, present?.KeyPosition ?? position, within));
        Put(within, keyShape, keys[1..], position, value, keeps);
    }

    private static Shape? ShapeOfKey(Shape? shape, string key) => shape switch
    {
        ObjectShape settings => settings.Find(key)?.Shape,
        FamilyShape family => family.FindInAny(key)?.Shape,
        _ => null,
    };
}

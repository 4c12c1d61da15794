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

    private static void Apply(ConfigMap root, ObjectShape shape, string text, Problems problems)
    {
        var position = new SourcePosition($"--set {OneLine.Of(text)}");
        var equals = text.IndexOf('=');
        var path = equals < 0 ? "" : text[..equals].Trim();
        var keys = path.Split('.');
        if (keys.Any(key => key.Length == 0))
        {
            problems.Add(position, "", Example);
            return;
        }
        if (keys.Any(key => key.Contains('[')))
        {
            problems.Add(position, path, $"a list is set as a whole: {OneLine.Of(path[..path.IndexOf('[')])}=[…]");
            return;
        }
        if (keys.Length > ConfigText.MostLevels)
        {
            problems.Add(position, path, ConfigText.TooDeep);
            return;
        }
        var before = problems.Count;
        var value = YamlReader.Read(text[(equals + 1)..], _ => position, path, problems);
        if (value is not null)
            Put(root, shape, keys, position, value);
        else if (problems.Count == before)
            problems.Add(position, path, "has no value; give one, or null for the default");
    }

    private static void Put(ConfigMap map, Shape? shape, ReadOnlySpan<string> keys, SourcePosition position, ConfigNode value)
    {
        var key = keys[0];
        var keyShape = ShapeOfKey(shape, key);
        if (keys.Length == 1)
        {
            if (shape is FamilyShape family && key == family.Discriminator && value is ConfigScalar name)
                family.ForgetOldKind(map, name.Text);
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
        Put(within, keyShape, keys[1..], position, value);
    }

    private static Shape? ShapeOfKey(Shape? shape, string key) => shape switch
    {
        ObjectShape settings => settings.Find(key)?.Shape,
        FamilyShape family => family.FindInAny(key)?.Shape,
        _ => null,
    };
}

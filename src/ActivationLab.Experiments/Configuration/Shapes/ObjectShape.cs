using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>The keys of one settings record. Missing keys keep the record's initialisers.</summary>
internal sealed class ObjectShape : Shape
{
    private readonly Type type;

    /// <summary>The shape of a record that can be made without arguments.</summary>
    public ObjectShape(Type type)
    {
        this.type = type;
        var defaults = Activator.CreateInstance(type)!;
        Keys = [.. Properties(type).Select(property => new SettingsKey(property, defaults))];
    }

    /// <summary>All keys, in the order to write them.</summary>
    public IReadOnlyList<SettingsKey> Keys { get; }

    public SettingsKey? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);

    public override bool TryRead(ConfigNode node, string path, Problems problems, out object? value)
    {
        value = null;
        if (node is not ConfigMap map)
            return Refuse(node, path, problems, $"must be a mapping of keys to values, not {node.Described}");
        value = Read(map, path, problems, DescribeUnknown);
        return true;
    }

    /// <summary>Reads the entries that it knows, reports the others by the given message, and lets the record check itself.</summary>
    public object Read(ConfigMap map, string path, Problems problems, Func<string, string?> describeUnknown)
    {
        var settings = Activator.CreateInstance(type)!;
        foreach (var entry in map.Entries)
        {
            var keyPath = KeyPath.Join(path, entry.Key);
            if (Find(entry.Key) is { } key)
            {
                if (key.Shape.TryRead(entry.Value, keyPath, problems, out var value))
                    key.Set(settings, value);
            }
            else if (describeUnknown(entry.Key) is { } message)
            {
                problems.Add(entry.KeyPosition, keyPath, message);
                if (Spelling.Nearest(entry.Key, Names) is { } meant)
                    problems.Spoil(KeyPath.Join(path, meant));
            }
        }
        Validate(settings, map, path, problems);
        return settings;
    }

    public IEnumerable<string> Names => Keys.Select(key => key.Name);

    public override ConfigNode? Write(object? value) => value is null ? null : Fill(new ConfigMap(), value);

    /// <summary>Adds every key that has a value.</summary>
    public ConfigMap Fill(ConfigMap map, object settings)
    {
        foreach (var key in Keys)
        {
            if (key.Shape.Write(key.Get(settings)) is { } written)
                map.Put(new ConfigEntry(key.Name, default, written));
        }
        return map;
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var key in Keys)
            properties[key.Name] = key.Schema();
        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }

    private string DescribeUnknown(string key) => Spelling.Nearest(key, Names) is { } near
        ? $"unknown key (did you mean {near}?)"
        : $"unknown key; the keys here are {string.Join(", ", Names)}";

    // Members are named by dotted keys, the one at fault first. The first that was written gets the blame.
    private static void Validate(object settings, ConfigMap map, string path, Problems problems)
    {
        if (settings is not IValidatableObject checkable)
            return;
        foreach (var result in checkable.Validate(new ValidationContext(settings)))
        {
            var members = result.MemberNames.ToList();
            if (members.Any(member => problems.Touch(KeyPath.Join(path, member))))
                continue;
            var blamed = members.Find(member => map.Locate(member) is not null) ?? members[0];
            problems.Add(map.Locate(blamed) ?? map.Position, KeyPath.Join(path, blamed), result.ErrorMessage!);
        }
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite && !property.IsDefined(typeof(JsonIgnoreAttribute)))
        .OrderBy(property => property.GetCustomAttribute<JsonPropertyOrderAttribute>()?.Order ?? 0);
}

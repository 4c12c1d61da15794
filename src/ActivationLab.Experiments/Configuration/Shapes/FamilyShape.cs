using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>One of several settings records, told apart by a key (<c>name</c>). The name alone stands for the record with its defaults.</summary>
internal sealed class FamilyShape : Shape
{
    /// <summary>How the message about a key begins that another kind has.</summary>
    public const string NotAKeyOf = "not a key of";

    private readonly List<SettingsKind> kinds;

    /// <summary>The records derived from a polymorphic one; the kind of the default is assumed where none is named.</summary>
    public FamilyShape(Type baseType, Type? defaultType)
    {
        Discriminator = baseType.GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName!;
        kinds = [.. baseType.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(derived => new SettingsKind(
            (string)derived.TypeDiscriminator!, derived.DerivedType, new ObjectShape(derived.DerivedType)))];
        DefaultKind = kinds.Find(kind => kind.Type == defaultType) ?? kinds[0];
    }

    /// <summary>The key that names the kind.</summary>
    public string Discriminator { get; }

    /// <summary>The kind that is meant when none is named.</summary>
    public SettingsKind DefaultKind { get; }

    /// <summary>A key of any of the kinds.</summary>
    public SettingsKey? FindInAny(string key) => kinds.Select(kind => kind.Shape.Find(key)).FirstOrDefault(found => found is not null);

    public override bool TryRead(ConfigNode node, string path, Problems problems, out object? value)
    {
        value = null;
        if (node is ConfigScalar { Kind: not ScalarKind.Null })
            node = Expand(node);
        if (node is not ConfigMap map)
            return Refuse(node, path, problems, $"must be {Words.OneOf(Names)}, or a mapping with the key {Discriminator}, not {node.Described}");
        var named = map.Find(Discriminator);
        var kind = named is null ? AlmostNamedKind(map) ?? DefaultKind : NamedKind(named, path, problems);
        value = kind?.Shape.Read(map, path, problems, key => DescribeUnknown(key, kind, assumed: named is null && kind == DefaultKind));
        return value is not null;
    }

    /// <summary>A bare name as the mapping that it stands for; any other node as it is.</summary>
    public ConfigNode Expand(ConfigNode node)
    {
        if (node is not ConfigScalar)
            return node;
        var map = new ConfigMap(node.Position);
        map.Put(new ConfigEntry(Discriminator, node.Position, node));
        return map;
    }

    /// <summary>Removes what is said for the present kind and a newly named one does not know, save what is to be kept.</summary>
    public void ForgetOldKind(ConfigMap map, string newName, Predicate<ConfigEntry> keeps)
    {
        var old = map.Find(Discriminator) is { Value: ConfigScalar name } ? Nearest(name.Text) : DefaultKind;
        if (Nearest(newName) is { } chosen)
        {
            map.Remove(entry => !keeps(entry)
                && chosen.Shape.Find(entry.Key) is null
                && (old is null ? FindInAny(entry.Key) : old.Shape.Find(entry.Key)) is not null);
        }
    }

    public override ConfigNode? Write(object? value)
    {
        if (value is null)
            return null;
        var kind = kinds.Find(candidate => candidate.Type == value.GetType())
            ?? throw new ArgumentException($"{value.GetType()} is not among the derived types that its base names");
        var map = new ConfigMap();
        map.Put(new ConfigEntry(Discriminator, default, new ConfigScalar(kind.Name, ScalarKind.Text)));
        return kind.Shape.Fill(map, value);
    }

    public override JsonObject Schema() => new()
    {
        ["oneOf"] = new JsonArray([new JsonObject { ["enum"] = Words.Array(Names) }, .. kinds.Select(KindSchema)]),
    };

    private IReadOnlyList<string> Names => [.. kinds.Select(kind => kind.Name)];

    private JsonObject KindSchema(SettingsKind kind)
    {
        var schema = kind.Shape.Schema();
        schema["properties"]!.AsObject().Insert(0, Discriminator, new JsonObject { ["const"] = kind.Name });
        if (kind.Type.GetCustomAttribute<DescriptionAttribute>() is { } description)
            schema["description"] = description.Description;
        if (kind != DefaultKind)
            schema["required"] = new JsonArray(Discriminator);
        return schema;
    }

    // After a misspelt name the near one is assumed, so that the problems within are found in the same pass.
    private SettingsKind? NamedKind(ConfigEntry named, string path, Problems problems)
    {
        var namePath = KeyPath.Join(path, Discriminator);
        if (named.Value is ConfigScalar { Kind: ScalarKind.Text } text && kinds.Find(kind => kind.Name == text.Text) is { } exact)
            return exact;
        Refuse(named.Value, namePath, problems, named.Value is ConfigScalar scalar
            ? Words.NotOneOf(Names, scalar)
            : $"must be {Words.OneOf(Names)}, not {named.Value.Described}");
        problems.Spoil(path);
        return named.Value is ConfigScalar misspelt ? Nearest(misspelt.Text) : null;
    }

    // "nam: mlp" means the same to its author, and its one mistake must not make the keys of mlp wrong too.
    private SettingsKind? AlmostNamedKind(ConfigMap map) => map.Entries
        .Where(entry => Spelling.Nearest(entry.Key, [Discriminator]) is not null)
        .Select(entry => kinds.Find(kind => kind.Name == (entry.Value as ConfigScalar)?.Text))
        .FirstOrDefault(kind => kind is not null);

    private SettingsKind? Nearest(string name) =>
        kinds.Find(kind => kind.Name == name) ?? kinds.Find(kind => kind.Name == Spelling.Nearest(name, Names));

    private string? DescribeUnknown(string key, SettingsKind kind, bool assumed)
    {
        if (key == Discriminator)
            return null;
        var here = assumed ? $"{kind.Name}, which is assumed without a {Discriminator}" : kind.Name;
        var known = kind.Shape.Names.Prepend(Discriminator).ToList();
        var others = kinds.Where(other => other.Shape.Find(key) is not null).Select(other => other.Name).ToList();
        if (others.Count > 0)
            return $"{NotAKeyOf} {here}, but of {Words.And(others)}";
        return Spelling.Nearest(key, known) is { } near
            ? $"unknown key of {here} (did you mean {near}?)"
            : $"unknown key of {here}; the keys here are {string.Join(", ", known)}";
    }
}

/// <summary>One record of a family.</summary>
internal sealed record SettingsKind(string Name, Type Type, ObjectShape Shape);

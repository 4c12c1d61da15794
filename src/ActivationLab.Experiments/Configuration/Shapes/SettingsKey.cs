using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>One key of a settings record: a property, its shape and its default.</summary>
internal sealed class SettingsKey
{
    private readonly PropertyInfo property;
    private readonly object? defaultValue;

    /// <summary>The key of a property; the record with every default tells its default.</summary>
    public SettingsKey(PropertyInfo property, object defaults)
    {
        this.property = property;
        defaultValue = property.GetValue(defaults);
        Name = SnakeCase.Of(property.Name);
        Shape = ShapeOf.Property(property, defaultValue);
    }

    public string Name { get; }

    public Shape Shape { get; }

    public object? Get(object settings) => property.GetValue(settings);

    public void Set(object settings, object? value) => property.SetValue(settings, value);

    /// <summary>The key's JSON Schema with its description and default.</summary>
    public JsonObject Schema()
    {
        var schema = new JsonObject();
        if (property.GetCustomAttribute<DescriptionAttribute>() is { } description)
            schema["description"] = description.Description;
        if (Shape is not ObjectShape && Shape.Write(defaultValue) is { } value)
            schema["default"] = Shape is FamilyShape family ? family.DefaultKind.Name : NodeJson.Of(value);
        foreach (var (keyword, constraint) in Shape.Schema())
            schema[keyword] = constraint?.DeepClone();
        return schema;
    }
}

using System.Reflection;
using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>One of an enum's values, in snake_case or as its attribute names it.</summary>
internal sealed class ChoiceShape : ScalarShape
{
    private readonly Dictionary<string, object> values = [];
    private readonly Dictionary<object, string> names = [];

    /// <summary>The values of an enum.</summary>
    public ChoiceShape(Type type)
    {
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var value = (Enum)field.GetValue(null)!;
            var name = SnakeCase.Of(value);
            values.Add(name, value);
            names.Add(value, name);
        }
    }

    public override string Noun => Words.OneOf(values.Keys);

    public override ConfigNode? Write(object? value) => value is null ? null : new ConfigScalar(names[value], ScalarKind.Text);

    public override JsonObject Schema() => new() { ["enum"] = Words.Array(values.Keys) };

    public override string? Parse(ConfigScalar scalar, out object? value) =>
        values.TryGetValue(scalar.Text, out value) && scalar.Kind == ScalarKind.Text ? null : Words.NotOneOf(values.Keys, scalar);
}

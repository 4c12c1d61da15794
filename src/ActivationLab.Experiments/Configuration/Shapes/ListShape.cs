using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>A list of values of one shape, neither too short nor too long.</summary>
internal sealed class ListShape(Type elementType, Shape element, MinLengthAttribute? minimum, MaxLengthAttribute? maximum) : Shape
{
    public override bool TryRead(ConfigNode node, string path, Problems problems, out object? value)
    {
        value = null;
        if (node is ConfigScalar { Kind: not ScalarKind.Null } scalar)
            return Refuse(node, path, problems, $"must be a list: [{OneLine.Of(scalar.Text)}]");
        if (node is not ConfigList list)
            return Refuse(node, path, problems, $"must be a list, not {node.Described}");
        if (list.Items.Count < minimum?.Length)
            return Refuse(node, path, problems, $"must have at least {Counted(minimum.Length)}");
        if (list.Items.Count > maximum?.Length)
            return Refuse(node, path, problems, $"must have at most {Counted(maximum.Length)}, not {list.Items.Count}");
        var items = Array.CreateInstance(elementType, list.Items.Count);
        var sound = true;
        for (var i = 0; i < items.Length; i++)
        {
            if (element.TryRead(list.Items[i], KeyPath.Item(path, i), problems, out var item))
                items.SetValue(item, i);
            else
                sound = false;
        }
        value = items;
        return sound;
    }

    public override ConfigNode? Write(object? value) => value is IEnumerable items
        ? new ConfigList([.. items.Cast<object>().Select(item => element.Write(item)!)])
        : null;

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = element.Schema() };
        if (minimum is not null)
            schema["minItems"] = minimum.Length;
        if (maximum is not null)
            schema["maxItems"] = maximum.Length;
        return schema;
    }

    private static string Counted(int count) => count == 1 ? "1 element" : $"{count} elements";
}

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>Text that matches a pattern.</summary>
internal sealed class TextShape(RegularExpressionAttribute? pattern) : ScalarShape
{
    public override string Noun => "text";

    public override ConfigNode? Write(object? value) => value is string text ? new ConfigScalar(text, ScalarKind.Text) : null;

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null)
            schema["pattern"] = $"^({pattern.Pattern})$";
        return schema;
    }

    public override string? Parse(ConfigScalar scalar, out object? value)
    {
        value = scalar.Text;
        if (scalar.Kind != ScalarKind.Text)
            return $"must be text; put it in quotes: \"{OneLine.Of(scalar.Text)}\"";
        // RegularExpressionAttribute lets empty text pass.
        return pattern is null || (scalar.Text.Length > 0 && pattern.IsValid(scalar.Text))
            ? null
            : $"{pattern.ErrorMessage ?? $"must match {pattern.Pattern}"}, not {scalar.Described}";
    }
}

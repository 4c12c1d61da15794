using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>true or false. YAML 1.1's yes, no, on and off are text here, as in YAML 1.2.</summary>
internal sealed class BooleanShape : ScalarShape
{
    public override string Noun => "true or false";

    public override ConfigNode? Write(object? value) =>
        value is bool truth ? new ConfigScalar(truth ? "true" : "false", ScalarKind.Boolean) : null;

    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    public override string? Parse(ConfigScalar scalar, out object? value)
    {
        value = null;
        if (scalar.Kind != ScalarKind.Boolean)
            return NotA(scalar, rightWithoutQuotes: scalar.Text is "true" or "false");
        value = bool.Parse(scalar.Text);
        return null;
    }
}

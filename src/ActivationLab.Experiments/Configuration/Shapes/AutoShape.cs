using System.Globalization;
using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>The word auto for null, or a value of another shape.</summary>
internal sealed class AutoShape(ScalarShape inner) : ScalarShape
{
    private const string Auto = "auto";

    /// <summary>What may stand instead of the word.</summary>
    public ScalarShape Inner => inner;

    public override string Noun => $"{Auto} or {inner.Noun}";

    public override ConfigNode? Write(object? value) => value is null ? new ConfigScalar(Auto, ScalarKind.Text) : inner.Write(value);

    public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray(new JsonObject { ["const"] = Auto }, inner.Schema()) };

    public override string? Parse(ConfigScalar scalar, out object? value)
    {
        value = null;
        if (scalar.Kind != ScalarKind.Text)
            return inner.Parse(scalar, out value);
        if (scalar.Text == Auto)
            return null;
        var isNumber = double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return NotA(scalar, rightWithoutQuotes: isNumber) + Spelling.DidYouMean(scalar.Text, [Auto]);
    }
}

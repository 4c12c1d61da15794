using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>A finite double within its range.</summary>
internal sealed class NumberShape(RangeAttribute? range) : ScalarShape
{
    private readonly double minimum = range is null ? double.MinValue : Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
    private readonly double maximum = range is null ? double.MaxValue : Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);

    public override string Noun => "a number";

    public override ConfigNode? Write(object? value) =>
        value is double number ? new ConfigScalar(PlainNumber.Of(number), ScalarKind.Number) : null;

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "number" };
        if (minimum > double.MinValue)
            schema["minimum"] = JsonNode.Parse(PlainNumber.Of(minimum));
        if (maximum < double.MaxValue)
            schema["maximum"] = JsonNode.Parse(PlainNumber.Of(maximum));
        return schema;
    }

    public override string? Parse(ConfigScalar scalar, out object? value)
    {
        value = null;
        var isNumber = double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (scalar.Kind != ScalarKind.Number)
            return NotA(scalar, rightWithoutQuotes: isNumber);
        if (!isNumber || !double.IsFinite(number))
            return $"must be a finite number, not {scalar.Described}";
        if (number < minimum || number > maximum)
            return $"must be from {PlainNumber.Short(minimum)} to {PlainNumber.Short(maximum)}, not {scalar.Described}";
        value = number;
        return null;
    }
}

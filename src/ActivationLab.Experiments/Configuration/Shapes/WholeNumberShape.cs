using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>An int or a long, written in digits, within its range.</summary>
internal sealed partial class WholeNumberShape : ScalarShape
{
    private readonly Type type;
    private readonly long minimum;
    private readonly long maximum;
    private readonly bool unboundedAbove;

    /// <summary>Whole numbers of the type that the range, if there is one, allows.</summary>
    public WholeNumberShape(Type type, RangeAttribute? range)
    {
        this.type = type;
        var (lowest, highest) = type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        minimum = range is null ? lowest : Math.Max(lowest, Saturate(range.Minimum));
        maximum = range is null ? highest : Math.Min(highest, Saturate(range.Maximum));
        unboundedAbove = maximum == highest;
    }

    public override string Noun => "a whole number";

    public override ConfigNode? Write(object? value) =>
        value is IFormattable number ? new ConfigScalar(number.ToString(null, CultureInfo.InvariantCulture), ScalarKind.Number) : null;

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = minimum };
        if (!unboundedAbove)
            schema["maximum"] = maximum;
        return schema;
    }

    public override string? Parse(ConfigScalar scalar, out object? value)
    {
        value = null;
        if (scalar.Kind != ScalarKind.Number || !Digits().IsMatch(scalar.Text))
            return NotA(scalar, rightWithoutQuotes: Digits().IsMatch(scalar.Text));
        var fits = long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        if (!fits || number < minimum || number > maximum)
            return $"{OutOfRange(tooLarge: fits ? number > maximum : scalar.Text[0] != '-')}, not {scalar.Described}";
        value = Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
        return null;
    }

    private string OutOfRange(bool tooLarge)
    {
        if (!unboundedAbove)
            return string.Create(CultureInfo.InvariantCulture, $"must be from {minimum} to {maximum}");
        return tooLarge
            ? string.Create(CultureInfo.InvariantCulture, $"must be at most {maximum}")
            : string.Create(CultureInfo.InvariantCulture, $"must be at least {minimum}");
    }

    // RangeAttribute holds a long as the nearest double, which may lie just above it.
    private static long Saturate(object bound) => bound is int exact
        ? exact
        : (long)Math.Clamp((double)bound, long.MinValue, long.MaxValue);

    [GeneratedRegex(@"^[-+]?[0-9]+\z")]
    private static partial Regex Digits();
}

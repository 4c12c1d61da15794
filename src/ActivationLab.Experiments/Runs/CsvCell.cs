using System.Globalization;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Runs;

/// <summary>How a value stands in a cell of <see cref="CsvTable"/>.</summary>
internal static class CsvCell
{
    /// <summary>The text of a value; null is an empty cell.</summary>
    public static string Format(object? value) => value switch
    {
        null => "",
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        Enum named => SnakeCase.Of(named),
        string text => text,
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => throw new NotSupportedException($"a CSV column of {value.GetType()} is not defined"),
    };

    /// <summary>The value of a text, or false if it is none of that type.</summary>
    public static bool TryParse(string text, Type type, out object? value)
    {
        value = null;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return text.Length == 0 || TryParse(text, inner, out value);
        if (type == typeof(string))
            value = text;
        else if (type == typeof(double))
            value = Number(text);
        else if (type == typeof(bool))
            value = text switch { "true" => true, "false" => false, _ => null };
        else if (type == typeof(int))
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        else if (type == typeof(long))
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        else if (type.IsEnum)
            value = Enum.GetValues(type).Cast<Enum>().FirstOrDefault(named => SnakeCase.Of(named) == text);
        else
            throw new NotSupportedException($"a CSV column of {type} is not defined");
        return value is not null;
    }

    /// <summary>Ends the sentence "… is not" for a text that is no value of the type.</summary>
    public static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return "one of " + string.Join(", ", Enum.GetValues(type).Cast<Enum>().Select(SnakeCase.Of));
        return type == typeof(bool) ? "true or false" : type == typeof(double) ? "a number" : "a whole number";
    }

    private static double? Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
    };
}

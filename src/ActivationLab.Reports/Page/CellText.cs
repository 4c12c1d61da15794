using System.Globalization;

namespace ActivationLab.Reports.Page;

/// <summary>A value of a chart's data as text: the same in the page, in its JSON and in the CSV that is saved.</summary>
internal static class CellText
{
    // Nine digits are more than any measurement here has, and halve what a mean over seeds takes in the file.
    private const string Number = "G9";

    /// <summary>The text; nothing for null.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "true" : "false",
        double number => number.ToString(Number, CultureInfo.InvariantCulture),
        float number => number.ToString(Number, CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"a table has no values of {value.GetType().Name}"),
    };

    /// <summary>Whether a value is a number, which stands at the right of its column.</summary>
    public static bool IsNumber(object? value) => value is double or float or int or long;
}

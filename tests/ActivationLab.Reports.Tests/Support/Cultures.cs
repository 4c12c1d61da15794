using System.Globalization;

namespace ActivationLab.Reports.Tests.Support;

/// <summary>
/// Cultures whose numbers and lists look unlike ours. They are built by hand, as the tests run without culture data (InvariantGlobalization),
/// and so cover how numbers are written and read, but not the Turkish rules for upper and lower case: those are tried on the built program
/// with the machine's own culture data, in the tests of the command line.
/// </summary>
internal static class Cultures
{
    public static readonly string[] Names = ["invariant", "de-DE", "tr-TR"];

    public static T Under<T>(string name, Func<T> function)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Make(name);
        try
        {
            return function();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo Make(string name)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat, culture.TextInfo.ListSeparator) = name switch
        {
            "invariant" => (culture.NumberFormat, culture.TextInfo.ListSeparator),
            "de-DE" => (new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", PercentDecimalSeparator = "," }, ";"),
            // In Turkish the sign of percent stands before the number.
            "tr-TR" => (new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", PercentPositivePattern = 2, NegativeSign = "−" }, ";"),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return culture;
    }
}

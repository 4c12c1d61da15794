using System.Globalization;

namespace ActivationLab.Experiments.Tests.Runs;

/// <summary>Runs code under a culture whose numbers look unlike ours. Built by hand, as the process knows no culture data.</summary>
internal static class Cultures
{
    public static void Under(string name, Action action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Make(name);
        try
        {
            action();
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
            "de-DE" => (new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." }, ";"),
            "ar-SA" => (new NumberFormatInfo { NumberDecimalSeparator = "٫", NegativeSign = "؜-", NaNSymbol = "ليس رقم", PositiveInfinitySymbol = "∞" }, "؛"),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return culture;
    }
}

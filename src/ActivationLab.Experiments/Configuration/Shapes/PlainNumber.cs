using System.Globalization;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>Doubles as text that reads back to the same double in YAML 1.1, YAML 1.2 and JSON.</summary>
internal static class PlainNumber
{
    private const int MostZeros = 16;

    /// <summary>Digits with a point and no exponent (0.001, 25.0), as far as that stays readable; else 1.5e-300.</summary>
    public static string Of(double number)
    {
        var scientific = number.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = number == 0 ? 0 : int.Parse(scientific[(scientific.IndexOf('E') + 1)..], CultureInfo.InvariantCulture);
        var sign = double.IsNegative(number) ? "-" : "";
        var mantissa = shortest.Split('E')[0];
        var digits = mantissa.TrimStart('-').Replace(".", "").TrimStart('0').TrimEnd('0');
        if (digits.Length == 0)
            return sign + "0.0";
        if (exponent is < -MostZeros or > MostZeros)
            return $"{sign}{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}";
        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        var whole = exponent + 1;
        return digits.Length > whole
            ? $"{sign}{digits[..whole]}.{digits[whole..]}"
            : $"{sign}{digits.PadRight(whole, '0')}.0";
    }

    /// <summary>The number for a message: 10, 0.95, 1e-12.</summary>
    public static string Short(double number) => number.ToString("R", CultureInfo.InvariantCulture).Replace("E-0", "E-").Replace('E', 'e');
}

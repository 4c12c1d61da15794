using System.Globalization;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Configuration.Shapes;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>How numbers are spread over a range.</summary>
internal enum RangeScale
{
    /// <summary>Each number is as likely.</summary>
    Linear,

    /// <summary>Each factor is as likely: from 0.001 to 0.01 as from 0.01 to 0.1.</summary>
    Log,
}

/// <summary>A range of numbers, both ends included, from which random search draws.</summary>
/// <param name="Min">The lowest.</param>
/// <param name="Max">The highest.</param>
/// <param name="Scale">How they are spread.</param>
/// <param name="IsWhole">Whether the key holds whole numbers.</param>
/// <param name="Position">Where it was written.</param>
internal sealed record ValueRange(double Min, double Max, RangeScale Scale, bool IsWhole, SourcePosition Position)
{
    private const int Digits = 6;

    /// <summary>The number at a share of the way through the range.</summary>
    /// <param name="share">From 0 to below 1.</param>
    /// <remarks>
    /// A real number is rounded to six significant digits: it reads well, and is the same on machines whose logarithms differ in the last
    /// digit. Of whole numbers, n has the share of the range from n to n + 1.
    /// </remarks>
    public ConfigScalar At(double share)
    {
        var end = IsWhole ? Max + 1 : Max;
        var number = Scale == RangeScale.Log
            ? Math.Exp(Math.Log(Min) + (share * (Math.Log(end) - Math.Log(Min))))
            : Min + (share * (end - Min));
        number = Math.Clamp(IsWhole ? Math.Floor(number) : Rounded(number), Min, Max);
        var text = IsWhole ? ((long)number).ToString(CultureInfo.InvariantCulture) : PlainNumber.Of(number);
        return new ConfigScalar(text, ScalarKind.Number, Position);
    }

    private static double Rounded(double number) =>
        double.Parse(number.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

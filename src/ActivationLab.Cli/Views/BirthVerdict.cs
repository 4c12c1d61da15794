using System.Globalization;
using ActivationLab.Experiments.Birth;

namespace ActivationLab.Cli.Views;

/// <summary>Says whether networks at birth are as theory says, and by how many standard errors they are not.</summary>
internal static class BirthVerdict
{
    /// <summary>Beyond so many standard errors chance is no explanation any more, in a table of a thousand layers too.</summary>
    private const double MostStandardErrors = 4;

    /// <summary>One line for the share that is born dead, one for the second moments.</summary>
    public static IEnumerable<string> Lines(BirthResult result)
    {
        var share = $"{Figures.Count(result.BornDead.Count)} of {Figures.Count(result.BornDead.Total)} networks are born dead: "
            + $"{Percent(result.BornDead.Share)}, 95 % interval {Percent(result.BornDead.Interval.Low)} to {Percent(result.BornDead.Interval.High)}";
        yield return $"{share}; {OfShare(result.BornDead, result.BornDeadTheory)}";
        yield return OfRatios(result);
    }

    /// <summary>A number of any size in few digits.</summary>
    public static string Number(double number) => number.ToString(
        number switch
        {
            0 or (>= 0.001 and < 10) => "0.####",
            >= 10 and < 100_000 => "0.##",
            _ => "0.000e+0",
        },
        CultureInfo.InvariantCulture);

    /// <summary>A number with one decimal.</summary>
    public static string OneDecimal(double number) => number.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>A mean and its standard error.</summary>
    public static string WithError(Estimate estimate) =>
        Number(estimate.Mean) + (estimate.StandardError is > 0 and var error ? $" ± {Number(error)}" : "");

    private static string OfShare(Proportion share, BornDeadTheory? theory) => theory switch
    {
        null => "no theory for this network",
        { IsExact: true } => $"theory says {Percent(theory.Upper)}: {Agreement(share.Deviation(theory.Upper))}",
        { Lower: { } lower } when share.Share < lower =>
            $"theory says {Percent(lower)} to {Percent(theory.Upper)}: {Agreement(share.Deviation(lower))}",
        _ when share.Share > theory.Upper => $"theory says {Range(theory)}: {Agreement(share.Deviation(theory.Upper))}",
        _ => $"theory says {Range(theory)}: they agree",
    };

    private static string OfRatios(BirthResult result)
    {
        var compared = result.Layers.Where(layer => layer.RatioDeviation is not null).ToList();
        if (compared.Count == 0)
        {
            return result.Layers.Any(layer => layer.RatioTheory is not null)
                ? "second moments: a comparison with theory needs more layers and more initialisations"
                : "second moments: no theory for this network";
        }
        var (last, worst) = (compared[^1], compared.MaxBy(layer => Math.Abs(layer.RatioDeviation!.Value))!);
        return $"second moments: layer {last.Layer} has {WithError(last.Ratio)} times that of layer 1, theory says {Number(last.RatioTheory!.Value)}: "
            + Agreement(last.RatioDeviation!.Value)
            + $"; at most {StandardErrors(worst.RatioDeviation!.Value)} at any layer ({worst.Layer})";
    }

    private static string Range(BornDeadTheory theory) =>
        theory.Lower is { } lower ? $"{Percent(lower)} to {Percent(theory.Upper)}" : $"at most {Percent(theory.Upper)}";

    private static string Agreement(double deviation) =>
        (Math.Abs(deviation) <= MostStandardErrors ? "they agree, " : "they do NOT agree, ") + StandardErrors(deviation) + " apart";

    private static string StandardErrors(double deviation) => $"{OneDecimal(Math.Abs(deviation))} standard errors";

    private static string Percent(double share) => Figures.Percent(share);
}

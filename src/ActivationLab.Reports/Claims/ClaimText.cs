using System.Globalization;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Claims;

/// <summary>Checked predictions in words and figures. Shares are in percent, their differences in percentage points (pp).</summary>
internal static class ClaimText
{
    public static string Verdict(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Holds => "holds",
        ClaimVerdict.DoesNotHold => "does not hold",
        ClaimVerdict.HoldsInPart => "holds in part",
        _ => "undecided",
    };

    /// <summary>What is compared: <c>dead ratio, Leaky 0.01 − ReLU (lr=0.1)</c>.</summary>
    public static string Comparison(CheckedPrediction check)
    {
        var prediction = check.Prediction;
        var what = prediction.BestOver is { } key ? $"{LastPart(key)} with the best {check.Measure.Text}" : check.Measure.Text;
        return $"{what}: {Label(check)}";
    }

    /// <summary>The two sides, and the study where that is not the claim's: <c>Leaky 0.01 − ReLU (lr=0.1), rectifiers-cnn</c>.</summary>
    public static string Label(CheckedPrediction check)
    {
        var prediction = check.Prediction;
        var same = prediction.AgainstAt is null || prediction.AgainstAt == prediction.At;
        var left = prediction.Variant + (same ? "" : Where(prediction.At));
        var right = prediction.Against is { } other
            ? other + (same ? "" : Where(prediction.AgainstAt!))
            : Figure(check, prediction.Value!.Value);
        var study = prediction.Study is null ? "" : $", {check.Study.Name}";
        return $"{left} − {right}{(same ? Where(prediction.At) : "")}{study}";
    }

    /// <summary>What was predicted: <c>higher by at least 0.5 pp</c>.</summary>
    public static string Expectation(CheckedPrediction check)
    {
        var margin = Difference(check, check.Prediction.Margin, signed: false);
        return check.Prediction.Expect switch
        {
            Claims.Expectation.Same => $"same within {margin}",
            var side when check.Prediction.Margin == 0 => side == Claims.Expectation.Higher ? "higher" : "lower",
            Claims.Expectation.Higher => $"higher by {margin} or more",
            _ => $"lower by {margin} or more",
        };
    }

    /// <summary>The mean difference with its interval: <c>−0.31 pp [−0.40, −0.22]</c>.</summary>
    public static string Result(CheckedPrediction check) => check.Summary is not { } summary ? "no pair"
        : summary.MeanInterval is not { } interval ? Difference(check, summary.Mean)
        : $"{Difference(check, summary.Mean)} [{Interval(check, interval)}]";

    /// <summary>The ratio of times that was claimed: <c>1.05 to 1.10</c>.</summary>
    public static string Expectation(CheckedCost check) => $"{Rounded(check.Prediction.Between[0], "0.00")} to {Rounded(check.Prediction.Between[1], "0.00")}";

    /// <summary>The ratio of times with its interval: <c>1.02 [1.01, 1.03]</c>.</summary>
    public static string Result(CheckedCost check) => check is { Row.Ratio: { } ratio, Interval: { } interval }
        ? $"{Rounded(ratio, "0.000")} [{Rounded(interval.Low, "0.000")}, {Rounded(interval.High, "0.000")}]"
        : "not measured";

    /// <summary>Why a prediction does not hold, or cannot be decided; empty where it holds.</summary>
    public static string Reason(CheckedPrediction check)
    {
        if (check.Verdict == ClaimVerdict.Holds)
            return "";
        if (check.Summary is not { MeanInterval: { } interval, Mean: var mean })
            return "fewer than two pairs";
        var isSignificant = check.AdjustedP < Verdicts.Alpha;
        var sign = check.Prediction.Expect == Claims.Expectation.Lower ? -1 : 1;
        return (check.Prediction.Expect, check.Verdict) switch
        {
            (Claims.Expectation.Same, ClaimVerdict.DoesNotHold) => "differs by more than the margin",
            (Claims.Expectation.Same, _) => "the interval reaches beyond the margin",
            (_, ClaimVerdict.DoesNotHold) when interval.Contains(0) => "no difference as large as the margin",
            (_, ClaimVerdict.DoesNotHold) when sign * mean < 0 => "it is the other way round",
            (_, ClaimVerdict.DoesNotHold) => "the difference is below the margin",
            _ when check.Values.Count < check.NeededSeeds => $"n too small to tell (needs ≥ {check.NeededSeeds})",
            _ when !isSignificant && !interval.Contains(0) => "more seeds are needed among so many predictions (p by Holm is not below 0.05)",
            _ when !isSignificant && check.Prediction.Margin == 0 => "may be chance: too few seeds for so small a difference",
            _ when !isSignificant => "may be chance, may be as much as the margin: too few seeds",
            _ => "more than chance, but perhaps below the margin",
        };
    }

    /// <summary>What was left out or counts as something: <c>2 diverged, counted as 0.1</c>; empty for nothing.</summary>
    public static string Remarks(CheckedPrediction check)
    {
        var counted = check.Prediction.DivergedCountsAs?.ToString(CultureInfo.InvariantCulture);
        return string.Join("; ",
        [
            .. check.LeftOut > 0 ? new[] { $"{check.LeftOut} without a figure" } : [],
            .. check.Imputed > 0 ? new[] { $"{check.Imputed} diverged, counted as {counted}" } : [],
        ]);
    }

    /// <summary>The two means: <c>0.8 % and 1.1 %</c>.</summary>
    public static string Means(CheckedPrediction check) => (check.Variant, check.Against) switch
    {
        (null, _) => "",
        ({ } variant, _) when check.Prediction.Against is null => Figure(check, variant),
        ({ } variant, { } against) => $"{Figure(check, variant)} and {Figure(check, against)}",
        ({ } variant, null) => Figure(check, variant),
    };

    /// <summary>A p for people: three digits after the point, <c>&lt; 0.001</c> below.</summary>
    public static string P(double? p) => p switch
    {
        null => "",
        < 0.001 => "< 0.001",
        { } value => value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static string Figure(CheckedPrediction check, double value) => check switch
    {
        { Prediction.BestOver: not null } => Rounded(value, "G3"),
        { Measure.IsShare: true } => $"{Rounded(100 * value, "0.00")} %",
        _ => Rounded(value, "G4"),
    };

    private static string Difference(CheckedPrediction check, double value, bool signed = true)
    {
        var unit = check.Prediction.BestOver is not null ? " octaves" : check.Measure.IsShare ? " pp" : "";
        return Number(check, value, signed) + unit;
    }

    private static string Interval(CheckedPrediction check, Interval interval) =>
        $"{Number(check, interval.Low, signed: true)}, {Number(check, interval.High, signed: true)}";

    private static string Number(CheckedPrediction check, double value, bool signed)
    {
        var percent = check.Measure.IsShare && check.Prediction.BestOver is null;
        var text = Rounded(Math.Abs(percent ? 100 * value : value), percent ? "0.00" : "0.000");
        return text.Trim('0', '.').Length == 0 || !signed ? text : (value < 0 ? "−" : "+") + text;
    }

    private static string Rounded(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Where(string at) => at.Length == 0 ? "" : $" ({string.Join(", ", at.Split(';', StringSplitOptions.TrimEntries).Select(LastPart))})";

    // model.activation.negative_slope=0.1 is negative_slope=0.1
    private static string LastPart(string key)
    {
        var end = key.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 ? equals : key.Length;
        return key[(key.LastIndexOf('.', end - 1) + 1)..];
    }
}

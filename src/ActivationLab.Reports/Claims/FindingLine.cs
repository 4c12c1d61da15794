namespace ActivationLab.Reports.Claims;

/// <summary>A checked prediction as text: a line of the page.</summary>
/// <param name="Comparison">What was compared.</param>
/// <param name="Means">The figures of its two sides.</param>
/// <param name="Expectation">What was predicted.</param>
/// <param name="Result">The difference or ratio with its interval.</param>
/// <param name="N">How many seeds, or rounds.</param>
/// <param name="Remarks">What was left out or counts as something; empty for nothing.</param>
/// <param name="P">The adjusted p.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Reason">Why it does not hold or is undecided; empty where it holds.</param>
/// <param name="IsAside">Whether it does not count.</param>
public sealed record FindingLine(
    string Comparison, string Means, string Expectation, string Result, int N, string Remarks, string P, ClaimVerdict Verdict, string Reason,
    bool IsAside)
{
    /// <summary>The result and n in a phrase: <c>−0.31 pp [−0.40, −0.22], n = 30</c>.</summary>
    public string Outcome => N == 0 ? "not measured" : $"{Result}, n = {N}";

    /// <summary>The verdict, its reason, and whether it counts.</summary>
    public string Verdicts => ClaimText.Verdict(Verdict) + (IsAside ? " (aside)" : "") + (Reason.Length == 0 ? "" : $": {Reason}");

    /// <summary>All of it in a line: what was compared, the result, what was predicted, and what came of it.</summary>
    public string InWords => $"{Comparison}: {Outcome}; predicted {Expectation}: {Verdicts}";

    /// <summary>The line of a prediction about trials.</summary>
    public static FindingLine Of(CheckedPrediction check) => new(
        ClaimText.Comparison(check), ClaimText.Means(check), ClaimText.Expectation(check), ClaimText.Result(check), check.Values.Count,
        ClaimText.Remarks(check), ClaimText.P(check.AdjustedP), check.Verdict, ClaimText.Reason(check), check.Prediction.Aside);

    /// <summary>The line of a prediction about time.</summary>
    public static FindingLine Of(CheckedCost check) => new(
        $"{check.Prediction.What}: time of {check.Prediction.Activation} / time of relu", "", ClaimText.Expectation(check), ClaimText.Result(check),
        check.Row?.Ratios ?? 0, "", "", check.Verdict,
        check.Verdict == ClaimVerdict.Undecided && check.Row is not null ? "the interval reaches beyond what is claimed" : "", check.Prediction.Aside);
}

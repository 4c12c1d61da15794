namespace ActivationLab.Reports.Claims;

/// <summary>Checked claims as plain lines.</summary>
public static class FindingWords
{
    /// <summary><c>holds</c>, <c>does not hold</c> or <c>undecided</c>.</summary>
    public static string Verdict(CheckedClaim claim) => ClaimText.Verdict(claim.Verdict);

    /// <summary>A prediction: what was compared, the result, what was predicted, and what came of it.</summary>
    public static string Line(FindingLine line) =>
        $"{line.Comparison}: {line.Outcome}; predicted {line.Expectation}: {line.Verdicts}";
}

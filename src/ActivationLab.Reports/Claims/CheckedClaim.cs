namespace ActivationLab.Reports.Claims;

/// <summary>A claim with what came of it.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Predictions">Its predictions about trials.</param>
/// <param name="Costs">Its predictions about time.</param>
public sealed record CheckedClaim(ClaimSettings Claim, IReadOnlyList<CheckedPrediction> Predictions, IReadOnlyList<CheckedCost> Costs)
{
    /// <summary>
    /// Holds if all predictions that count do; if one does not, holds in part where another does, else does not; undecided where none is refuted
    /// and one is undecided.
    /// </summary>
    public ClaimVerdict Verdict =>
        Counting.All(verdict => verdict == ClaimVerdict.Holds) ? ClaimVerdict.Holds
        : !Counting.Contains(ClaimVerdict.DoesNotHold) ? ClaimVerdict.Undecided
        : Counting.Contains(ClaimVerdict.Holds) ? ClaimVerdict.HoldsInPart
        : ClaimVerdict.DoesNotHold;

    /// <summary><c>holds</c>, <c>holds in part</c>, <c>does not hold</c> or <c>undecided</c>.</summary>
    public string VerdictInWords => ClaimText.Verdict(Verdict);

    /// <summary>All of them as text, those about time last.</summary>
    public IEnumerable<FindingLine> Lines => [.. Predictions.Select(FindingLine.Of), .. Costs.Select(FindingLine.Of)];

    private IEnumerable<ClaimVerdict> Counting => Lines.Where(line => !line.IsAside).Select(line => line.Verdict);
}

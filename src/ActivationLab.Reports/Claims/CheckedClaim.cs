namespace ActivationLab.Reports.Claims;

/// <summary>A claim with what came of it.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Predictions">Its predictions about trials.</param>
/// <param name="Costs">Its predictions about time.</param>
public sealed record CheckedClaim(ClaimSettings Claim, IReadOnlyList<CheckedPrediction> Predictions, IReadOnlyList<CheckedCost> Costs)
{
    /// <summary>Holds if all predictions that count do, does not if one does not, else undecided.</summary>
    public ClaimVerdict Verdict =>
        Counting.Contains(ClaimVerdict.DoesNotHold) ? ClaimVerdict.DoesNotHold
        : Counting.All(verdict => verdict == ClaimVerdict.Holds) ? ClaimVerdict.Holds
        : ClaimVerdict.Undecided;

    /// <summary>All of them as text, those about time last.</summary>
    public IEnumerable<FindingLine> Lines => [.. Predictions.Select(FindingLine.Of), .. Costs.Select(FindingLine.Of)];

    private IEnumerable<ClaimVerdict> Counting => Lines.Where(line => !line.IsAside).Select(line => line.Verdict);
}

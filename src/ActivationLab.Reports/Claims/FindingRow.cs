namespace ActivationLab.Reports.Claims;

/// <summary>A row of <c>findings.csv</c>: one prediction with what the trials say of it.</summary>
public sealed record FindingRow
{
    /// <summary>The claim's id.</summary>
    public required string Claim { get; init; }

    /// <summary>What came of the claim as a whole.</summary>
    public required ClaimVerdict ClaimVerdict { get; init; }

    /// <summary>The study.</summary>
    public required string Study { get; init; }

    /// <summary>The figure.</summary>
    public required string Metric { get; init; }

    /// <summary>What is compared, in words.</summary>
    public required string Comparison { get; init; }

    /// <summary>What was predicted, in words.</summary>
    public required string Expectation { get; init; }

    /// <summary>Pairs of trials, or trials where a number is what the figure is held against.</summary>
    public required int N { get; init; }

    /// <summary>Seeds left out, since a trial of theirs has no figure.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Diverged trials that count as a number.</summary>
    public required int Imputed { get; init; }

    /// <summary>The mean figure of the variant, or a ratio of times.</summary>
    public double? Mean { get; init; }

    /// <summary>The mean figure of what it is held against.</summary>
    public double? AgainstMean { get; init; }

    /// <summary>The mean difference, in the figure's unit; for a best setting in octaves.</summary>
    public double? Difference { get; init; }

    /// <summary>The lower end of its 95 % interval; of a ratio of times, that of the ratio.</summary>
    public double? DifferenceLow { get; init; }

    /// <summary>The upper end.</summary>
    public double? DifferenceHigh { get; init; }

    /// <summary>p of the sign-flip permutation test, two-sided.</summary>
    public double? P { get; init; }

    /// <summary>The same by Holm over all predictions of a difference.</summary>
    public double? PHolm { get; init; }

    /// <summary>What came of the prediction.</summary>
    public required ClaimVerdict Verdict { get; init; }

    /// <summary>The rows of a claim.</summary>
    public static IEnumerable<FindingRow> Of(CheckedClaim claim) =>
        [.. claim.Predictions.Select(check => Of(claim, check)), .. claim.Costs.Select(check => Of(claim, check))];

    private static FindingRow Of(CheckedClaim claim, CheckedCost check) => new()
    {
        Claim = claim.Claim.Id,
        ClaimVerdict = claim.Verdict,
        Study = check.Prediction.File,
        Metric = "time_ratio",
        Comparison = FindingLine.Of(check).Comparison,
        Expectation = ClaimText.Expectation(check),
        N = check.Row?.Ratios ?? 0,
        LeftOut = 0,
        Imputed = 0,
        Mean = check.Row?.Ratio,
        DifferenceLow = check.Interval?.Low,
        DifferenceHigh = check.Interval?.High,
        Verdict = check.Verdict,
    };

    private static FindingRow Of(CheckedClaim claim, CheckedPrediction check) => new()
    {
        Claim = claim.Claim.Id,
        ClaimVerdict = claim.Verdict,
        Study = check.Study.Name,
        Metric = check.Measure.Name,
        Comparison = ClaimText.Comparison(check),
        Expectation = ClaimText.Expectation(check),
        N = check.Values.Count,
        LeftOut = check.LeftOut,
        Imputed = check.Imputed,
        Mean = check.Variant,
        AgainstMean = check.Against,
        Difference = check.Summary?.Mean,
        DifferenceLow = check.Summary?.MeanInterval?.Low,
        DifferenceHigh = check.Summary?.MeanInterval?.High,
        P = check.P,
        PHolm = check.AdjustedP,
        Verdict = check.Verdict,
    };
}

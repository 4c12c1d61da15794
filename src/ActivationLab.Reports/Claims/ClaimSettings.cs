using System.ComponentModel.DataAnnotations;

namespace ActivationLab.Reports.Claims;

/// <summary>A file of claims: what is said of activations, and what each would have our studies find.</summary>
public sealed record ClaimsFile : IValidatableObject
{
    /// <summary>What the page says first: how its studies came about, what had been tried before.</summary>
    public string About { get; init; } = "";

    /// <summary>The claims, in the order of the page.</summary>
    [MinLength(1)]
    public IReadOnlyList<ClaimSettings> Claims { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Claims.GroupBy(claim => claim.Id).Where(same => same.Count() > 1).Select(same =>
            new ValidationResult($"{same.Count()} claims have the id {same.Key}; each needs its own", ["claims"]));
}

/// <summary>One claim: it holds if all its predictions do, see <see cref="CheckedClaim.Verdict"/>.</summary>
public sealed record ClaimSettings : IValidatableObject
{
    /// <summary>Its name in links and file names, kebab-case.</summary>
    [RegularExpression("[a-z0-9]+(-[a-z0-9]+)*", ErrorMessage = "must be lower-case words with dashes")]
    public string Id { get; init; } = "";

    /// <summary>What is claimed, a sentence.</summary>
    public string Claim { get; init; } = "";

    /// <summary>Where it is said, in general terms.</summary>
    public string From { get; init; } = "";

    /// <summary>How it was tested: data, network, what was varied.</summary>
    public string Design { get; init; } = "";

    /// <summary>The study whose trials test it: the name of its sweep.</summary>
    public string Study { get; init; } = "";

    /// <summary>A chart of the study's report to show beside the differences that the predictions are about, by its id; empty for none.</summary>
    public string Chart { get; init; } = "";

    /// <summary>What a reader should know besides, such as what the test cannot tell.</summary>
    public string Note { get; init; } = "";

    /// <summary>What the claim says the study finds.</summary>
    public IReadOnlyList<Prediction> Predictions { get; init; } = [];

    /// <summary>What the claim says of time.</summary>
    public IReadOnlyList<CostPrediction> Costs { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (key, text) in new[] { ("id", Id), ("claim", Claim), ("from", From), ("design", Design) })
        {
            if (text.Length == 0)
                yield return new ValidationResult($"{key} is missing", [key]);
        }
        if (Study.Length == 0 && Predictions.Any(prediction => prediction.Study is null))
            yield return new ValidationResult("study is missing: whose trials are the predictions about?", ["study", "predictions"]);
        if (Predictions.All(prediction => prediction.Aside) && Costs.All(cost => cost.Aside))
            yield return new ValidationResult("a claim needs a prediction to be tested by, besides asides", ["predictions", "costs"]);
    }
}

using System.ComponentModel.DataAnnotations;

namespace ActivationLab.Reports.Claims;

/// <summary>What a claim expects of a difference.</summary>
public enum Expectation
{
    /// <summary>Above 0.</summary>
    Higher,

    /// <summary>Below 0.</summary>
    Lower,

    /// <summary>0, up to the margin on either side.</summary>
    Same,
}

/// <summary>One figure of one variant, held against that of another, seed by seed, or against a number.</summary>
public sealed record Prediction : IValidatableObject
{
    /// <summary>Another study than the claim's.</summary>
    public string? Study { get; init; }

    /// <summary>The figure: a metric of <c>compare</c>, or one of <see cref="TrialMeasure"/>. Default <c>test_accuracy</c>.</summary>
    public string Metric { get; init; } = "test_accuracy";

    /// <summary>The variant that the prediction is about.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The variant that it is held against.</summary>
    public string? Against { get; init; }

    /// <summary>The number that it is held against, where no variant is.</summary>
    public double? Value { get; init; }

    /// <summary>Which of the variant's cells, <c>key=value; key=value</c>, where it has several.</summary>
    public string At { get; init; } = "";

    /// <summary>The same for the variant that it is held against, where that differs.</summary>
    public string? AgainstAt { get; init; }

    /// <summary>
    /// A key: what is compared is not the metric, but the value of this key at which the metric is best, seed by seed, on a log2 scale.
    /// </summary>
    public string? BestOver { get; init; }

    /// <summary>What a diverged trial counts as, such as the accuracy of guessing; null: pairs with one are left out, and counted.</summary>
    public double? DivergedCountsAs { get; init; }

    /// <summary>The claim's side of the difference.</summary>
    public Expectation Expect { get; init; } = Expectation.Higher;

    /// <summary>The smallest difference that matters, in the metric's unit (0.005 is half a point of accuracy).</summary>
    [Range(0.0, 1e9)]
    public double Margin { get; init; }

    /// <summary>Whether it is only shown, and the claim does not depend on it.</summary>
    public bool Aside { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Variant.Length == 0)
            yield return new ValidationResult("variant is missing: which one is the prediction about?", ["variant"]);
        if (Against is null == Value is null)
            yield return new ValidationResult("needs either against, a variant, or value, a number", ["against", "value"]);
        if (Expect == Expectation.Same && Margin == 0)
            yield return new ValidationResult("expect: same needs a margin: no two variants are the same exactly", ["margin", "expect"]);
    }
}

namespace ActivationLab.Experiments.Birth;

/// <summary>One layer over all initialisations, beside the theory.</summary>
public sealed record BirthLayer
{
    /// <summary>Position of the layer, from 1: the activations in order, then the output.</summary>
    public required int Layer { get; init; }

    /// <summary>Name of the activation's module; of the last layer with weights for the output.</summary>
    public required string Module { get; init; }

    /// <summary>Units: neurons, channels of a convolution, or logits.</summary>
    public required long Units { get; init; }

    /// <summary>Mean of z² over units, inputs and positions.</summary>
    public required Estimate SecondMoment { get; init; }

    /// <summary>Population variance of z over units, inputs and positions.</summary>
    public required Estimate Variance { get; init; }

    /// <summary>Mean of z², over that of the first layer of the same network.</summary>
    public required Estimate Ratio { get; init; }

    /// <summary>The expected <see cref="Ratio"/>; null where there is no theory.</summary>
    public required double? RatioTheory { get; init; }

    /// <summary>Share of units whose z is never positive on the inputs; null for the output, which has no activation.</summary>
    public required Estimate? DeadRatio { get; init; }

    /// <summary>The expected <see cref="DeadRatio"/>; null where there is no theory.</summary>
    public required double? DeadRatioTheory { get; init; }

    /// <summary>How many standard errors the ratio is above theory; null where that cannot be said.</summary>
    public double? RatioDeviation => Ratio.Deviation(RatioTheory);
}

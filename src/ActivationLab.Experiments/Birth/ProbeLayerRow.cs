namespace ActivationLab.Experiments.Birth;

/// <summary>One row of <c>probe_layers.csv</c>: one layer over all initialisations. A standard error is empty for a single one.</summary>
public sealed record ProbeLayerRow
{
    /// <summary>Position of the layer, from 1: the activations from the image on, then the output.</summary>
    public required int Layer { get; init; }

    /// <summary>Name of the activation's module; of the last layer with weights for the output.</summary>
    public required string Module { get; init; }

    /// <summary>Units: neurons, channels of a convolution, or logits.</summary>
    public required long Units { get; init; }

    /// <summary>Mean of z² over units, inputs, positions and initialisations.</summary>
    public required double ZSecondMoment { get; init; }

    /// <summary>Its standard error over initialisations.</summary>
    public double? ZSecondMomentSe { get; init; }

    /// <summary>Variance of z over units, inputs and positions of one network, mean over initialisations.</summary>
    public required double ZVariance { get; init; }

    /// <summary>Its standard error.</summary>
    public double? ZVarianceSe { get; init; }

    /// <summary>Mean over initialisations of the second moment over that of layer 1.</summary>
    public required double Ratio { get; init; }

    /// <summary>Its standard error.</summary>
    public double? RatioSe { get; init; }

    /// <summary>
    /// The expected ratio (docs/theory.md), for Kaiming initialisation by fan_in ((1 + a²) / (1 + a_init²))^(layer - 1); empty where there is
    /// no theory.
    /// </summary>
    public double? RatioTheory { get; init; }

    /// <summary>Standard errors between the ratio and theory's.</summary>
    public double? RatioDeviation { get; init; }

    /// <summary>Dead units / units at birth: z never positive on the inputs; empty for the output.</summary>
    public double? DeadRatio { get; init; }

    /// <summary>Its standard error.</summary>
    public double? DeadRatioSe { get; init; }

    /// <summary>The expected dead ratio; empty where there is no theory.</summary>
    public double? DeadRatioTheory { get; init; }
}

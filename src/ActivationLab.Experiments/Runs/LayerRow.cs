namespace ActivationLab.Experiments.Runs;

/// <summary>One row of <c>layers.csv</c>: the units of one activation after one epoch (epoch 0: before training).</summary>
public sealed record LayerRow
{
    /// <summary>Passes over the training images so far; 0 is the initialised network.</summary>
    public required int Epoch { get; init; }

    /// <summary>Position of the activation in the network, from 1.</summary>
    public required int Layer { get; init; }

    /// <summary>Name of the activation's module, as PyTorch names it (<c>features.1</c>).</summary>
    public required string Module { get; init; }

    /// <summary>Units: neurons of a fully connected layer, channels of a convolution.</summary>
    public required long Units { get; init; }

    /// <summary>Units whose pre-activation is never positive on the probe set.</summary>
    public required long Dead { get; init; }

    /// <summary>Units whose pre-activation is never negative on the probe set.</summary>
    public required long Linear { get; init; }

    /// <summary>Units positive on fewer than 1 % of samples and positions.</summary>
    public required long Rare { get; init; }

    /// <summary>Units through which no gradient flows on the probe set: max |∂L/∂z| = 0.</summary>
    public long? GradientDead { get; init; }

    /// <summary>
    /// τ-dormant units: mean |f(z)| of the unit, over the mean of that of its layer, is at most 0.025 (Sokar et al. 2023, arXiv 2302.12902,
    /// definition 3.1).
    /// </summary>
    public long? Dormant { get; init; }

    /// <summary>Units that are dead and were not at the measurement before; empty at the first.</summary>
    public long? Died { get; init; }

    /// <summary>Units that were dead at the measurement before and no longer are; empty at the first.</summary>
    public long? Revived { get; init; }

    /// <summary><see cref="Dead"/> / <see cref="Units"/>.</summary>
    public required double DeadRatio { get; init; }

    /// <summary>Share of the layer's activations that are exactly 0.</summary>
    public required double ZeroFraction { get; init; }

    /// <summary>Mean of the layer's pre-activations.</summary>
    public required double ZMean { get; init; }

    /// <summary>Population standard deviation of the layer's pre-activations.</summary>
    public required double ZStd { get; init; }

    /// <summary>
    /// Effective rank of the layer's centred pre-activations [samples and positions, units]: e to the entropy of their singular values, as
    /// shares of their sum (Roy and Vetterli 2007, definition 1). From 1 to the number of units; 0 where no unit varies. That of
    /// channels is measured on the first 200 images of the probe set, that of neurons on the first 1000.
    /// </summary>
    public double? EffectiveRank { get; init; }

    /// <summary>
    /// Euclidean norm of the gradient of the mean cross-entropy on the probe set, in evaluation mode, with respect to the weight of the layer
    /// whose units these are.
    /// </summary>
    public double? GradientNorm { get; init; }

    /// <summary>Smallest slope of a PReLU; the one slope of another rectifier; empty outside that family.</summary>
    public double? SlopeMin { get; init; }

    /// <summary>Mean slope.</summary>
    public double? SlopeMean { get; init; }

    /// <summary>Largest slope.</summary>
    public double? SlopeMax { get; init; }

    /// <summary>The probe set: the images on which all this was measured, in evaluation mode.</summary>
    public required string MeasuredOn { get; init; }
}

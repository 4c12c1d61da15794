namespace ActivationLab.Experiments.Measures;

/// <summary>What the units of one activation did on the probe set, in evaluation mode.</summary>
public sealed record LayerMeasures
{
    /// <summary>A unit is rare when it is positive on less than this share of samples and positions. Dead units are rare too.</summary>
    public const double RareShare = 0.01;

    /// <summary>A unit is dormant when its mean |f(z)| is at most this share of the mean over its layer: τ of Sokar et al. 2023.</summary>
    public const double DormantShare = 0.025;

    /// <summary>Images, the first, on which the effective rank of channels is measured at most: each gives many positions.</summary>
    public const int RankImagesOfChannels = 200;

    /// <summary>Images, the first, on which the effective rank of neurons is measured at most: a matrix of their number is decomposed.</summary>
    public const int RankImagesOfNeurons = 1000;

    /// <summary>Name of the activation's module.</summary>
    public required string Module { get; init; }

    /// <summary>For each unit: its pre-activation is never positive (max z ≤ 0).</summary>
    public required IReadOnlyList<bool> DeadUnits { get; init; }

    /// <summary>Units whose pre-activation is never negative (min z ≥ 0): the activation does nothing.</summary>
    public required long Linear { get; init; }

    /// <summary>Units positive on less than <see cref="RareShare"/> of samples and positions.</summary>
    public required long Rare { get; init; }

    /// <summary>Units through which no gradient of the loss flows: max |∂L/∂z| = 0.</summary>
    public required long GradientDead { get; init; }

    /// <summary>Units whose mean |f(z)| is at most <see cref="DormantShare"/> of their layer's mean; all, where that is 0.</summary>
    public required long Dormant { get; init; }

    /// <summary>Activations that are exactly 0.</summary>
    public required long Zeros { get; init; }

    /// <summary>Activations in all: units × samples × positions.</summary>
    public required long Count { get; init; }

    /// <summary>Mean pre-activation.</summary>
    public required double Mean { get; init; }

    /// <summary>Population standard deviation of the pre-activations.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>
    /// Effective rank of the centred pre-activations [samples and positions, units] (Roy and Vetterli 2007); 0 where no unit varies, NaN where
    /// they are not finite.
    /// </summary>
    public required double EffectiveRank { get; init; }

    /// <summary>
    /// Images on which it was measured, the first of the probe set: all, but at most <see cref="RankImagesOfNeurons"/>, or
    /// <see cref="RankImagesOfChannels"/> where units have several positions.
    /// </summary>
    public required int RankImages { get; init; }

    /// <summary>Euclidean norm of the gradient of the mean cross-entropy with respect to the weight of the layer whose units these are.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>The negative slopes: one, or one a unit; null outside the rectifier family.</summary>
    public required IReadOnlyList<double>? NegativeSlopes { get; init; }

    /// <summary>Units: neurons, or channels of a convolution.</summary>
    public long Units => DeadUnits.Count;

    /// <summary>Dead units.</summary>
    public long Dead => DeadUnits.Count(dead => dead);

    // The quotient of integers is rounded as the constant is: exactly 1 % is not below it, whatever the count.
    internal static bool IsRare(long positives, long count) => (double)positives / count < RareShare;
}

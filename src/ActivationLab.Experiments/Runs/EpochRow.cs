namespace ActivationLab.Experiments.Runs;

/// <summary>One row of <c>epochs.csv</c>: what one pass over the training images did. Property names become snake_case columns.</summary>
public sealed record EpochRow
{
    /// <summary>Passes over the training images so far, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Optimizer steps so far.</summary>
    public required long Step { get; init; }

    /// <summary>Learning rate of the epoch's last step.</summary>
    public required double Lr { get; init; }

    /// <summary>
    /// Mean over the epoch's training images, each in training mode at its own step, of what is minimised: the cross-entropy with the
    /// configuration's label smoothing, on the augmented image. So it is no match for <see cref="ValLoss"/> where either is switched on.
    /// </summary>
    public required double TrainLoss { get; init; }

    /// <summary>Share of training images classified right at their own step, 0 to 1.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>Mean cross-entropy on the validation split after the epoch, in evaluation mode.</summary>
    public required double ValLoss { get; init; }

    /// <summary>Share of the validation split classified right after the epoch, 0 to 1.</summary>
    public required double ValAccuracy { get; init; }

    /// <summary>Dead units / units over all activations; empty in an epoch that was not probed.</summary>
    public double? DeadRatio { get; init; }

    /// <summary>Linear units / units; empty in an epoch that was not probed.</summary>
    public double? LinearRatio { get; init; }

    /// <summary>Rare units / units; empty in an epoch that was not probed.</summary>
    public double? RareRatio { get; init; }

    /// <summary>Gradient-dead units / units; empty in an epoch that was not probed.</summary>
    public double? GradientDeadRatio { get; init; }

    /// <summary>τ-dormant units / units; empty in an epoch that was not probed.</summary>
    public double? DormantRatio { get; init; }

    /// <summary>Units that died since the measurement before; empty in an epoch that was not probed.</summary>
    public long? Died { get; init; }

    /// <summary>Units that came back from death since the measurement before; empty in an epoch that was not probed.</summary>
    public long? Revived { get; init; }

    /// <summary>Share of activations that are exactly 0 (sparsity, not death); empty in an epoch that was not probed.</summary>
    public double? ZeroFraction { get; init; }

    /// <summary>The probe set: the images on which the units were measured; empty in an epoch that was not probed.</summary>
    public string MeasuredOn { get; init; } = "";

    /// <summary>Seconds of training alone: without validation, probe and files.</summary>
    public required double EpochSeconds { get; init; }

    /// <summary>Training images a second of <see cref="EpochSeconds"/>.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Seconds of measuring the units after the epoch; empty in an epoch that was not probed.</summary>
    public double? ProbeSeconds { get; init; }
}

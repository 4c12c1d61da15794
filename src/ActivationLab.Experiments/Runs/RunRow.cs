namespace ActivationLab.Experiments.Runs;

/// <summary>How a trial ended.</summary>
public enum RunStatus
{
    /// <summary>All epochs done and tested.</summary>
    Completed,

    /// <summary>The loss was no longer finite.</summary>
    Diverged,

    /// <summary>An error ended it.</summary>
    Failed,

    /// <summary>A signal ended it.</summary>
    Interrupted,
}

/// <summary>
/// The one row of <c>run.csv</c>, and a row of <c>results.csv</c>: a trial's settings and its result. A column that is added later must not
/// be <c>required</c>, or the rows of trials that were finished before count as damaged.
/// </summary>
public sealed record RunRow
{
    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Name of the cell: one configuration over all its seeds.</summary>
    public required string Cell { get; init; }

    /// <summary>Seed of the trial.</summary>
    public required long Seed { get; init; }

    /// <summary>How it ended.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why, in a line, when it did not complete.</summary>
    public string Message { get; init; } = "";

    /// <summary>Data set.</summary>
    public required string Data { get; init; }

    /// <summary>Which release of the data set the files were: <c>original</c>, or <c>jpeg-copy</c>, whose accuracies are not CIFAR-10's.</summary>
    public string DataVariant { get; init; } = "";

    /// <summary>Kind of network.</summary>
    public required string Model { get; init; }

    /// <summary>Learned numbers of the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>Activation; <c>mixed</c> where the layers have different ones.</summary>
    public required string Activation { get; init; }

    /// <summary>Negative slope before training; empty outside the rectifier family and for mixed activations.</summary>
    public double? NegativeSlope { get; init; }

    /// <summary>Initialisation.</summary>
    public required string Init { get; init; }

    /// <summary>Negative slope that a Kaiming initialisation assumed; empty where there is none.</summary>
    public double? InitA { get; init; }

    /// <summary>Batch normalisation: <c>none</c>, <c>before</c> or <c>after</c> the activations (in rows of old, <c>false</c> or <c>true</c>).</summary>
    public required string BatchNorm { get; init; }

    /// <summary>Dropout probability.</summary>
    public required double Dropout { get; init; }

    /// <summary>Optimizer.</summary>
    public required string Optimizer { get; init; }

    /// <summary>(Peak) learning rate.</summary>
    public required double Lr { get; init; }

    /// <summary>Weight decay.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Learning-rate schedule.</summary>
    public required string Scheduler { get; init; }

    /// <summary>Epochs of warm-up.</summary>
    public double? WarmupEpochs { get; init; }

    /// <summary>Label smoothing of the training loss.</summary>
    public double? LabelSmoothing { get; init; }

    /// <summary>Largest norm of the gradient; 0 for no clipping.</summary>
    public double? ClipGradNorm { get; init; }

    /// <summary>What matrix products and convolutions of training were computed in: <c>float32</c> (so are those of rows of old), <c>tf32</c> or <c>bf16</c>.</summary>
    public string Precision { get; init; } = "float32";

    /// <summary>Random changes to training images: <c>none</c> or <c>random</c>.</summary>
    public string Augment { get; init; } = "";

    /// <summary>Images a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Epochs asked for.</summary>
    public required int Epochs { get; init; }

    /// <summary>The last whole epoch.</summary>
    public required int LastEpoch { get; init; }

    /// <summary>The epoch with the best validation accuracy; the earliest of several. 0 when there is none.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Validation accuracy after the last epoch.</summary>
    public double? ValAccuracy { get; init; }

    /// <summary>Validation accuracy after the best epoch.</summary>
    public double? ValAccuracyBest { get; init; }

    /// <summary>Test accuracy after the last epoch, measured once at the end.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Test accuracy of the best epoch's weights, measured once at the end.</summary>
    public double? TestAccuracyBest { get; init; }

    /// <summary>Mean cross-entropy on the test images after the last epoch.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Mean cross-entropy on the test images of the best epoch's weights.</summary>
    public double? TestLossBest { get; init; }

    /// <summary>Dead units / units after the last epoch.</summary>
    public double? DeadRatio { get; init; }

    /// <summary>Gradient-dead units / units after the last epoch.</summary>
    public double? GradientDeadRatio { get; init; }

    /// <summary>τ-dormant units / units after the last epoch.</summary>
    public double? DormantRatio { get; init; }

    /// <summary>Share of activations exactly 0 after the last epoch.</summary>
    public double? ZeroFraction { get; init; }

    /// <summary>The probe set: the images on which the units were measured.</summary>
    public string MeasuredOn { get; init; } = "";

    /// <summary>Seconds from the images in memory to the end of the trial: building, training, measuring, testing and files.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training images a second over all epochs, training alone.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Device (<c>cpu</c>, <c>cuda:0</c>).</summary>
    public required string Device { get; init; }

    /// <summary>Threads of a tensor operation.</summary>
    public required int Threads { get; init; }

    /// <summary>
    /// Networks that trained together as one stack at the end of the trial, this one included; 1 for one that trained alone (so are those in rows
    /// of old). Times are then those of the whole stack.
    /// </summary>
    public int StackMembers { get; init; } = 1;
}

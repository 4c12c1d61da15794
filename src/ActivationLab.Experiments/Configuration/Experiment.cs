using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Configuration;

/// <summary>One experiment: everything that decides its numbers. Immutable; the initialisers are the defaults, written only here.</summary>
public sealed record Experiment : IValidatableObject
{
    /// <summary>Names the folder of the results: letters, digits, dot, dash and underscore. Default: the name of the file.</summary>
    [Description("name of the experiment and of its results folder; default: the file's name")]
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{0,99}", ErrorMessage = "must be 1 to 100 letters, digits, dots, dashes or underscores, and begin with a letter or digit")]
    public string Name { get; init; } = "experiment";

    /// <summary>Decides initialisation, shuffles, augmentation and dropout. Default 42.</summary>
    [Description("seed of initialisation, shuffles, augmentation and dropout")]
    [Range(0L, long.MaxValue)]
    public long Seed { get; init; } = 42;

    /// <summary>Where the tensors live: auto (a GPU if there is one), cpu, cuda or cuda:N.</summary>
    [Description("auto, cpu, cuda or cuda:N")]
    [RegularExpression("auto|cpu|cuda(:[0-9]{1,2})?", ErrorMessage = "must be auto, cpu, cuda or cuda:N")]
    public string Device { get; init; } = "auto";

    /// <summary>The images.</summary>
    [Description("the images")]
    public DataSettings Data { get; init; } = new();

    /// <summary>The network.</summary>
    [Description("the network")]
    public NetworkSettings Model { get; init; } = new CnnSettings();

    /// <summary>How it is trained.</summary>
    [Description("how the network is trained")]
    public TrainSettings Train { get; init; } = new();

    /// <summary>How units are measured.</summary>
    [Description("how units are measured")]
    public ProbeSettings Probe { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => ExperimentChecks.Of(this);
}

/// <summary>Which images, and how many of the training images are held out to choose by.</summary>
public sealed record DataSettings
{
    /// <summary>The data set.</summary>
    [Description("the data set")]
    public DatasetName Name { get; init; } = DatasetName.Mnist;

    /// <summary>Training images held out as the validation split, on which epochs are chosen. Default 5000.</summary>
    [Description("training images held out for validation")]
    [Range(100, 49000)]
    public int Validation { get; init; } = 5000;

    /// <summary>
    /// Training images used: the first so many of the files, for experiments with little data or little time. Default: all that
    /// <see cref="Validation"/> leaves.
    /// </summary>
    [Description("training images used, the first of the files; default: all that validation leaves")]
    [Range(1, 60_000)]
    public int? Train { get; init; }

    /// <summary>Random changes to each training image. Default none.</summary>
    [Description("random changes to training images")]
    public AugmentSettings Augment { get; init; } = new NoAugmentSettings();
}

/// <summary>The data sets the lab knows.</summary>
public enum DatasetName
{
    /// <summary>Handwritten digits, 28×28, one channel (LeCun et al. 1998).</summary>
    Mnist,

    /// <summary>Articles of clothing, 28×28, one channel (Xiao et al. 2017).</summary>
    FashionMnist,

    /// <summary>Small photographs, 32×32, three channels (Krizhevsky 2009).</summary>
    [JsonStringEnumMemberName("cifar10")]
    Cifar10,

    /// <summary>No images: 128 features of 10 classes, each several Gaussian clusters. The lab makes it itself; for an mlp only.</summary>
    Clusters,
}

/// <summary>How the network is trained.</summary>
public sealed record TrainSettings
{
    /// <summary>Passes over the training images. Default 5.</summary>
    [Description("passes over the training images")]
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 5;

    /// <summary>Images a step. Default 64. The last, smaller batch of an epoch is used too.</summary>
    [Description("images a step")]
    [Range(1, 60_000)]
    public int BatchSize { get; init; } = 64;

    /// <summary>The optimizer. Default Adam with lr 0.001.</summary>
    [Description("the optimizer")]
    public OptimizerSettings Optimizer { get; init; } = new AdamSettings();

    /// <summary>How the learning rate changes over the steps. Default: not at all.</summary>
    [Description("how the learning rate changes")]
    public SchedulerSettings Scheduler { get; init; } = new ConstantSchedulerSettings();

    /// <summary>
    /// Epochs over which the learning rate rises in equal steps to the schedule's, from the first step's 1 / (steps of the warm-up) of it; may
    /// be a fraction. Default 0: none (Goyal et al. 2017, arXiv 1706.02677, section 2.2).
    /// </summary>
    [Description("epochs over which the learning rate rises to the schedule's; 0 for none")]
    [Range(0.0, 100_000.0)]
    public double WarmupEpochs { get; init; }

    /// <summary>
    /// Share of the target that all classes get alike, so that the right one has 1 - s + s / classes. Default 0: none (Szegedy et al. 2016,
    /// arXiv 1512.00567, section 7). Losses of evaluation are without it.
    /// </summary>
    [Description("label smoothing of the training loss; 0 for none")]
    [Range(0.0, 0.999)]
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// The largest Euclidean norm of a step's gradient over all parameters; a longer one is scaled down to it. Default 0: no clipping
    /// (Pascanu et al. 2013, arXiv 1211.5063, algorithm 1).
    /// </summary>
    [Description("largest norm of the gradient over all parameters; 0 for no clipping")]
    [Range(0.0, 1e6)]
    public double ClipGradNorm { get; init; }

    /// <summary>
    /// What the matrix products and convolutions of training steps are computed in. Default, and null, as which it is kept: single precision, so
    /// that an experiment that says so is the same as one that says nothing. <see cref="ComputesIn"/> is never null.
    /// </summary>
    [Description("what matrix products and convolutions of training are computed in; default: float32")]
    public TrainPrecision? Precision
    {
        get;
        init => field = value is TrainPrecision.Float32 ? null : value;
    }

    /// <summary><see cref="Precision"/>, or single precision where nothing is said.</summary>
    [JsonIgnore]
    public TrainPrecision ComputesIn => Precision ?? TrainPrecision.Float32;
}

/// <summary>On how many validation images, and how often, units are measured.</summary>
public sealed record ProbeSettings
{
    /// <summary>The first so many images of the validation split form the probe set. Default 500.</summary>
    [Description("validation images in the probe set")]
    [Range(1, 49000)]
    public int Images { get; init; } = 500;

    /// <summary>Units are measured after every so many epochs, and always after the last. Default 1.</summary>
    [Description("measure units after every so many epochs")]
    [Range(1, 100_000)]
    public int EveryEpochs { get; init; } = 1;
}

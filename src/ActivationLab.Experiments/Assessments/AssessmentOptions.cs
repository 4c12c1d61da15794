using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Assessments;

/// <summary>Which part of a data set.</summary>
public enum ImageSplit
{
    /// <summary>The test images.</summary>
    Test,

    /// <summary>The training images that were held out, by which epochs were chosen.</summary>
    Validation,

    /// <summary>The images that were trained on.</summary>
    Train,
}

/// <summary>What to look at of a stored run, and where.</summary>
public sealed record AssessmentOptions
{
    /// <summary>Which weights. Default: those after the last epoch.</summary>
    public StoredEpoch Epoch { get; init; }

    /// <summary>Which images. Default: the test images.</summary>
    public ImageSplit Split { get; init; }

    /// <summary>The first so many of those; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>The device: auto, cpu, cuda or cuda:N. Default auto, since the run's own may be on another machine.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of a tensor operation; null for the default.</summary>
    public int? Threads { get; init; }

    /// <summary>The data folder; null for the default.</summary>
    public string? DataFolder { get; init; }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Blueprints;

namespace ActivationLab.Experiments.Data;

/// <summary>A gzipped tar archive of a data set's files.</summary>
/// <param name="Address">Where it is offered.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, hexadecimal in lower case.</param>
/// <param name="MemberFolder">The folder of the files inside it, with a slash at the end.</param>
public sealed record DatasetArchive(Uri Address, long Size, string Sha256, string MemberFolder);

/// <summary>What the lab knows of a data set before it is read.</summary>
public sealed record DatasetInfo
{
    /// <summary>Which one.</summary>
    public required DatasetName Name { get; init; }

    /// <summary>Its name in configurations and commands: <c>mnist</c>, <c>fashion_mnist</c>, <c>cifar10</c>, <c>clusters</c>.</summary>
    public required string Text { get; init; }

    /// <summary>Its name in prose: MNIST, Fashion-MNIST, CIFAR-10, Clusters.</summary>
    public required string Title { get; init; }

    /// <summary>Its own folder inside the data folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Where else its files may lie inside the data folder, best first; an empty string is the data folder itself.</summary>
    public required IReadOnlyList<string> OtherFolders { get; init; }

    /// <summary>Its files: training before test, images before their labels. The parts of one that the lab makes are no files, but have checksums too.</summary>
    public required IReadOnlyList<DatasetFile> Files { get; init; }

    /// <summary>The archive that its authors offer it in; null where the files are offered one by one.</summary>
    public DatasetArchive? Archive { get; init; }

    /// <summary>The classes, in the order of the labels.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>Channels of an image.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>Shape of an image.</summary>
    public ImageShape Shape => new(Channels, Height, Width);

    /// <summary>Mean of each channel over the training images, pixels scaled to 0…1: what normalisation subtracts.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Standard deviation of each channel over the training images, pixels scaled to 0…1: what normalisation divides by.</summary>
    public required IReadOnlyList<double> Std { get; init; }

    /// <summary>Makes a data set that has no files; null for one that has.</summary>
    internal Func<(ImageSet Train, ImageSet Test)>? Make { get; init; }

    /// <summary>Whether the lab makes it itself, so that there is nothing to fetch.</summary>
    public bool IsGenerated => Make is not null;

    /// <summary>Whether its samples are images: neighbouring values belong together, so that convolving, cropping and mirroring mean something.</summary>
    public bool HasImages => Height > 1;

    /// <summary>Number of training images.</summary>
    public int TrainCount => CountOf(train: true);

    /// <summary>Number of test images.</summary>
    public int TestCount => CountOf(train: false);

    /// <summary>The command that brings its files.</summary>
    public string FetchCommand => $"activationlab data fetch {Text}";

    internal string Cure => $"run '{FetchCommand}'";

    private int CountOf(bool train) =>
        Files.Where(file => file.IsTrain == train && file.Content != FileContent.Labels).Sum(file => file.Count);
}

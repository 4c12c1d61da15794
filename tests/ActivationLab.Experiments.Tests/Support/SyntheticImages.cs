using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>Small sets of images that can be learned: noise over a pattern for each class. The same seed gives the same images.</summary>
internal static class SyntheticImages
{
    public static ImageSet Make(int count, int channels, int side, int seed)
    {
        var size = channels * side * side;
        var patterns = new byte[10 * size];
        new Random(0).NextBytes(patterns);
        var random = new Random(seed);
        var (pixels, labels) = (new byte[count * size], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)random.Next(10);
            for (var p = 0; p < size; p++)
                pixels[i * size + p] = (byte)((patterns[labels[i] * size + p] + random.Next(256)) / 2);
        }
        return new ImageSet(pixels, labels, count, channels, side, side);
    }

    /// <summary>As <see cref="Make"/>, but the first two pixels of each image say which one it is: see <see cref="BatchRecorder"/>.</summary>
    public static ImageSet MakeNumbered(int count, int side, int seed)
    {
        var set = Make(count, 1, side, seed);
        for (var i = 0; i < count; i++)
            (set.Pixels[i * side * side], set.Pixels[i * side * side + 1]) = ((byte)(i / 256), (byte)(i % 256));
        return set;
    }

    /// <summary>A data set of MNIST's shape.</summary>
    public static LoadedDataset MakeDataset(int train = 700, int test = 250) => new(
        DatasetName.Mnist, Make(train, 1, 28, seed: 1), Make(test, 1, 28, seed: 2),
        new Dictionary<string, string> { ["train-images-idx3-ubyte"] = new('0', 64) }, DatasetCatalog.Original);

    /// <summary>Mean and deviation for images of so many channels.</summary>
    public static DatasetInfo Info(int channels) => channels == 1 ? DatasetCatalog.Mnist : DatasetCatalog.Cifar10;
}

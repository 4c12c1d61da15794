using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Tests.Data;

/// <summary>The real files against facts that are published of them, and against the catalogue's constants.</summary>
public sealed class RealDatasetTests
{
    [RealDataFact("mnist")]
    public void Load_mnist_has_its_known_digits_and_moments()
    {
        var set = DatasetStore.Load(DatasetName.Mnist, DataFolder.Resolve());

        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], CountClasses(set.Train));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], CountClasses(set.Test));
        Assert.Equal([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], set.Train.Labels[..10]);
        AssertMoments(DatasetCatalog.Mnist, set.Train, 0.00005);
    }

    [RealDataFact("fashion_mnist")]
    public void Load_fashion_mnist_has_its_known_classes_and_moments()
    {
        var set = DatasetStore.Load(DatasetName.FashionMnist, DataFolder.Resolve());

        Assert.All(CountClasses(set.Train), count => Assert.Equal(6000, count));
        Assert.All(CountClasses(set.Test), count => Assert.Equal(1000, count));
        AssertMoments(DatasetCatalog.FashionMnist, set.Train, 0.0001);
    }

    [RealDataFact("cifar10")]
    public void Load_cifar10_has_its_known_classes_and_moments()
    {
        var set = DatasetStore.Load(DatasetName.Cifar10, DataFolder.Resolve());

        Assert.All(CountClasses(set.Train), count => Assert.Equal(5000, count));
        Assert.All(CountClasses(set.Test), count => Assert.Equal(1000, count));
        AssertMoments(DatasetCatalog.Cifar10, set.Train, set.Variant == DatasetCatalog.Original ? 0.0001 : 0.002);
    }

    [RealDataFact("mnist")]
    public void Load_mnist_as_fashion_mnist_says_what_it_is()
    {
        var folder = DatasetLocation.Find(DatasetCatalog.Mnist, DataFolder.Resolve()).Folder;

        var error = Assert.Throws<DataException>(() => DatasetStore.Load(DatasetName.FashionMnist, folder));

        Assert.Contains("it is train-images-idx3-ubyte of MNIST", error.Message, StringComparison.Ordinal);
    }

    private static int[] CountClasses(ImageSet set)
    {
        var counts = new int[10];
        foreach (var label in set.Labels)
            counts[label]++;
        return counts;
    }

    private static void AssertMoments(DatasetInfo info, ImageSet set, double tolerance)
    {
        var plane = set.Height * set.Width;
        for (var channel = 0; channel < set.Channels; channel++)
        {
            long sum = 0, squares = 0;
            for (var image = 0; image < set.Count; image++)
            {
                foreach (var pixel in set.Pixels.AsSpan((image * set.Channels + channel) * plane, plane))
                {
                    sum += pixel;
                    squares += pixel * pixel;
                }
            }

            var n = (double)set.Count * plane;
            var mean = sum / n / 255;
            Assert.Equal(info.Mean[channel], mean, tolerance);
            Assert.Equal(info.Std[channel], Math.Sqrt(squares / n / (255.0 * 255) - mean * mean), tolerance);
        }
    }
}

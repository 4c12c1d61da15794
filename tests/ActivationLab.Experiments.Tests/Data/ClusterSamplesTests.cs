using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Data;

[Collection(TorchCollection.Name)]
public class ClusterSamplesTests
{
    private static readonly Lazy<LoadedDataset> s_data = new(() => DatasetStore.Load(DatasetName.Clusters, "/nowhere"));

    // The checksums are those that a program written in Python for the same description gets.
    [Fact]
    public void Load_makes_the_same_bytes_everywhere()
    {
        var sums = s_data.Value.Sha256;

        Assert.Equal("9dfb31bf0a1a10cff2c02130da44fb935a384420d7fd0fe89a91a3b0dd13a954", sums["train-features"]);
        Assert.Equal("5c9ebd093e3d22f2bd2a18ac090e86d3954d304a5f9af424befef8c8147cac14", sums["test-features"]);
        Assert.Equal(["train-features", "train-labels", "test-features", "test-labels"], sums.Keys);
        Assert.Equal(DatasetCatalog.Synthetic, s_data.Value.Variant);
        Assert.True(DatasetStore.IsPresent(DatasetName.Clusters, "/nowhere"));
    }

    [Fact]
    public void Make_is_balanced_in_every_stretch()
    {
        var (train, test) = (s_data.Value.Train, s_data.Value.Test);

        Assert.Equal((20_000, 1, 1, 128), (train.Count, train.Channels, train.Height, train.Width));
        Assert.Equal(4_000, test.Count);
        Assert.All(train.Labels[15_000..].CountBy(label => label), label => Assert.Equal(500, label.Value));
        Assert.All(test.Labels.CountBy(label => label), label => Assert.Equal(400, label.Value));
    }

    [Fact]
    public void Make_has_the_stated_moments_and_clips_next_to_nothing()
    {
        var pixels = s_data.Value.Train.Pixels;
        var mean = pixels.Average(pixel => pixel / 255.0);

        Assert.Equal(DatasetCatalog.Clusters.Mean[0], mean, 0.00005);
        Assert.Equal(DatasetCatalog.Clusters.Std[0], Math.Sqrt(pixels.Average(pixel => pixel / 255.0 * (pixel / 255.0)) - mean * mean), 0.00005);
        Assert.InRange(pixels.Count(pixel => pixel is 0 or 255) / (double)pixels.Length, 0, 2e-5);
    }

    [Fact]
    public void Load_of_other_bytes_is_refused()
    {
        var info = DatasetCatalog.Clusters with
        {
            Make = () =>
            {
                var test = s_data.Value.Test;
                byte[] changed = [.. test.Pixels];
                changed[7]++;
                return (s_data.Value.Train, test with { Pixels = changed });
            },
        };

        var error = Assert.Throws<DataException>(() => DatasetStore.Load(info, "/nowhere"));
        Assert.StartsWith("clusters: test-features has the wrong SHA-256 ", error.Message);
        Assert.Equal(
            [FileState.Ok, FileState.Ok, FileState.Damaged, FileState.Ok], DatasetStore.Verify(info, "/nowhere").Select(check => check.State));
    }

    [Fact]
    public void A_linear_classifier_is_far_worse_than_a_rectifier_network()
    {
        Assert.InRange(TestAccuracy(new IdentitySettings()), 0.3, 0.42);
        Assert.InRange(TestAccuracy(new ReluSettings()), 0.8, 0.98);
    }

    private static double TestAccuracy(ActivationSettings activation)
    {
        var (data, info) = (s_data.Value, DatasetCatalog.Clusters);
        using var train = new ResidentImages(data.Train, info, CPU);
        using var test = new ResidentImages(data.Test, info, CPU);
        using var network = Network.Build(
            new MlpSettings { Hidden = [128], Activation = activation }, new ImageShape(1, 1, 128), 10, seed: 1, CPU);
        var settings = new TrainSettings { Epochs = 2, Optimizer = new AdamSettings { Lr = 0.003 } };
        using var trainer = new EpochTrainer(network, train, new ImageRange(0, 20_000), settings, seed: 1);
        for (var epoch = 1; epoch <= settings.Epochs; epoch++)
            trainer.Train(epoch);
        return Evaluator.Evaluate(network, test, new ImageRange(0, data.Test.Count)).Accuracy;
    }
}

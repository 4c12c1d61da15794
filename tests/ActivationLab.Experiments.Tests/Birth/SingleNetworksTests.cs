using ActivationLab.Experiments.Birth;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models;
using ActivationLab.Models.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Birth;

[Collection(TorchCollection.Name)]
public class SingleNetworksTests
{
    private static readonly LoadedDataset Data = SyntheticImages.MakeDataset();

    // More than a batch, so that batches are added up.
    private static readonly Split Split = Split.Of(Data.Train.Count, Splits.Experiment(validation: 400, probe: 260));

    public static TheoryData<NetworkSettings> Networks => new(
        new MlpSettings { Hidden = [8, 6], Activation = new ReluSettings() },
        new CnnSettings { Channels = [4, 6], Hidden = [5], Activation = new ReluSettings() },
        new CnnSettings { Channels = [4], Hidden = [5], Activation = new PReluSettings { Per = SlopeSharing.Channel }, BatchNorm = BatchNormPlacement.Before },
        new ResNetSettings { Depth = 8, Width = 4, Activation = new LeakyReluSettings { NegativeSlope = 0.2 } });

    [Theory]
    [MemberData(nameof(Networks))]
    public void Draw_measures_the_networks_that_training_with_the_next_seeds_starts_from(NetworkSettings settings)
    {
        using var inputs = BirthInputs.FromProbeSet(Data, Split, onlyFirst: false, CPU);
        using var images = new ResidentImages(Data.Train, SyntheticImages.Info(1), CPU);
        using var networks = new SingleNetworks(settings, classes: 10, seed: 42, inputs, CPU);

        foreach (var (index, sample) in networks.Draw(2).Index())
        {
            using var network = Network.Build(settings, inputs.Shape, 10, seed: 42 + index);
            var expected = UnitProbe.Measure(network, images, Split.Probe);
            Assert.Equal(expected.Count + 1, sample.Means.Length);
            Assert.Equal(expected.Select(layer => layer.Dead), sample.DeadUnits.SkipLast(1));
            foreach (var (layer, at) in expected.Select((layer, at) => (layer, at)))
            {
                Assert.Equal(layer.Mean, sample.Means[at], 1e-5);
                Assert.Equal(layer.StandardDeviation, Math.Sqrt(sample.SecondMoments[at] - sample.Means[at] * sample.Means[at]), 1e-4);
            }
            Assert.False(sample.IsConstant);
        }
    }

    [Fact]
    public void Measure_network_with_a_dead_layer_is_constant_and_one_without_is_not()
    {
        var settings = new CnnSettings { Channels = [3], Hidden = [4], Activation = new ReluSettings() };
        using var inputs = BirthInputs.FromProbeSet(Data, Split, onlyFirst: false, CPU);
        using var one = BirthInputs.FromProbeSet(Data, Split, onlyFirst: true, CPU);
        foreach (var some in new[] { inputs, one })
        {
            using var networks = new SingleNetworks(settings, classes: 10, seed: 1, some, CPU);
            Assert.False(networks.Measure().IsConstant);

            using (no_grad())
                networks.Network.Parameters["classifier.0.bias"].fill_(-1e6);

            var dead = networks.Measure();
            Assert.True(dead.IsConstant);
            Assert.Equal(4, dead.DeadUnits[1]);
        }
    }

    [Fact]
    public void Measure_output_that_differs_only_between_batches_is_not_constant()
    {
        using var scope = NewDisposeScope();
        var numbers = cat([ones([250, 1, 1, 1]), ones([250, 1, 1, 1]).mul(2)]);
        using var inputs = BirthInputs.Of(numbers, "");
        using var networks = new SingleNetworks(
            new MlpSettings { Hidden = [5], Activation = new LeakyReluSettings() }, classes: 10, seed: 1, inputs, CPU);

        Assert.False(networks.Measure().IsConstant);
    }

    [Fact]
    public void Measure_output_that_is_not_a_number_is_not_constant()
    {
        using var inputs = BirthInputs.FromProbeSet(Data, Split, onlyFirst: false, CPU);
        using var networks = new SingleNetworks(new MlpSettings { Hidden = [5] }, classes: 10, seed: 1, inputs, CPU);
        using (no_grad())
            networks.Network.Parameters["layers.0.bias"].fill_(double.NaN);

        Assert.False(networks.Measure().IsConstant);
    }

    [Fact]
    public void Draw_leaves_no_tensors_behind()
    {
        using var inputs = BirthInputs.FromProbeSet(Data, Split, onlyFirst: true, CPU);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var networks = new SingleNetworks(new MlpSettings { Hidden = [5] }, classes: 10, seed: 1, inputs, CPU))
        {
            _ = networks.Draw(1).Single();
            var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            Assert.Equal(20, networks.Draw(20).Count());
            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}

using ActivationLab.Experiments.Birth;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Birth;

[Collection(TorchCollection.Name)]
public class StackedMlpsTests
{
    private static readonly ImageShape Features = new(6, 1, 1);

    public static TheoryData<MlpSettings, int> Networks => new()
    {
        { new MlpSettings { Hidden = [3, 2, 3], Activation = new ReluSettings() }, 1 },
        { new MlpSettings { Hidden = [3, 2, 3], Activation = new ReluSettings() }, 400 }, // several batches of a single network
        { new MlpSettings { Hidden = [5, 4], Activation = new LeakyReluSettings { NegativeSlope = 0.3 }, Init = new XavierUniformSettings { Bias = 0.2 } }, 9 },
        { new MlpSettings { Hidden = [5, 4], Activation = new PReluSettings { Per = SlopeSharing.Channel, Init = 0.4 }, Dropout = 0.5 }, 9 },
        { new MlpSettings { Hidden = [4, 3], Activations = [new TanhSettings(), new RReluSettings()], Init = new NormalSettings { Std = 0.5 } }, 9 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Draw_measures_what_a_single_network_with_the_same_weights_does(MlpSettings settings, int count)
    {
        const int networks = 60;
        using var inputs = BirthInputs.Gaussian(count, Features, seed: 1, CPU);
        using var scope = NewDisposeScope();
        var drawn = new Dictionary<string, Tensor>();
        var original = Stacks(settings, inputs);
        var stacks = new StackedMlps(Blueprint(settings), settings.Init, seed: 5, inputs)
        {
            DrawWeights = (layer, distribution, shape, stack) =>
            {
                var weights = original.DrawWeights(layer, distribution, shape, stack);
                drawn[layer.Name] = weights.clone().DetachFromDisposeScope();
                return weights;
            },
        };
        var samples = stacks.Draw(networks).ToList();
        using var single = new SingleNetworks(settings, classes: 10, seed: 0, inputs, CPU);
        using var _ = no_grad();

        Assert.Equal(networks, samples.Count);
        foreach (var (index, sample) in samples.Index())
        {
            foreach (var (name, weights) in drawn)
                single.Network.Parameters[name + ".weight"].copy_(weights.select(0, index));
            var expected = single.Measure();
            Assert.Equal(expected.DeadUnits, sample.DeadUnits);
            Assert.Equal(expected.IsConstant, sample.IsConstant);
            Assert.All(expected.Means.Zip(sample.Means), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            Assert.All(expected.SecondMoments.Zip(sample.SecondMoments), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
        foreach (var weights in drawn.Values)
            weights.Dispose();
        // Otherwise the comparison would say little.
        Assert.InRange(samples.Sum(sample => sample.DeadUnits.Sum()), 1, long.MaxValue);
        if (settings.Hidden!.Count == 3 && count == 1)
            Assert.InRange(samples.Count(sample => sample.IsConstant), 1, networks - 1);
    }

    [Fact]
    public void Draw_networks_are_as_single_ones_are_on_average()
    {
        const int networks = 3000;
        var settings = new MlpSettings { Hidden = [4, 3, 4], Activation = new ReluSettings() };
        using var inputs = BirthInputs.Gaussian(3, Features, seed: 1, CPU);
        using var single = new SingleNetworks(settings, classes: 10, seed: 0, inputs, CPU);

        var (stacked, alone) = (Result(settings, inputs, Stacks(settings, inputs).Draw(networks)), Result(settings, inputs, single.Draw(networks)));

        foreach (var (a, b) in stacked.Layers.Zip(alone.Layers))
        {
            AssertAlike(a.SecondMoment, b.SecondMoment);
            AssertAlike(a.Variance, b.Variance);
            if (a.Layer > 1)
                AssertAlike(a.Ratio, b.Ratio);
            if (a.DeadRatio is { } dead)
                AssertAlike(dead, b.DeadRatio!.Value);
        }
        AssertAlike(
            new Estimate(stacked.BornDead.Share, stacked.BornDead.StandardError), new Estimate(alone.BornDead.Share, alone.BornDead.StandardError));
        Assert.InRange(stacked.BornDead.Count, 1, networks - 1);
    }

    [Fact]
    public void Draw_the_same_seed_gives_the_same_networks_and_stacks_differ()
    {
        var settings = new MlpSettings { Hidden = [300], Activation = new ReluSettings() };
        using var inputs = BirthInputs.Gaussian(600, new ImageShape(500, 1, 1), seed: 1, CPU);

        double[] Moments(long seed) => [.. new StackedMlps(BlueprintWriter.Write(settings, inputs.Shape, 10), settings.Init, seed, inputs)
            .Draw(25).Select(sample => sample.SecondMoments[1])];

        // A stack holds two or three of these.
        Assert.Equal(25, Moments(1).Distinct().Count());
        Assert.Equal(Moments(1), Moments(1));
        Assert.Empty(Moments(1).Intersect(Moments(2)));
    }

    [Fact]
    public void Draw_leaves_no_tensors_behind()
    {
        var settings = new MlpSettings { Hidden = [3, 2], Activation = new PReluSettings() };
        using var inputs = BirthInputs.Gaussian(1, Features, seed: 1, CPU);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Assert.Equal(40_000, Stacks(settings, inputs).Draw(40_000).Count());

        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static StackedMlps Stacks(MlpSettings settings, BirthInputs inputs) => new(Blueprint(settings), settings.Init, seed: 5, inputs);

    private static Blueprint Blueprint(MlpSettings settings) => BlueprintWriter.Write(settings, Features, 10);

    private static BirthResult Result(MlpSettings settings, BirthInputs inputs, IEnumerable<BirthSample> samples)
    {
        var statistics = new BirthStatistics(Blueprint(settings));
        foreach (var sample in samples)
            statistics.Add(sample);
        return statistics.Result(inputs, theory: null);
    }

    private static void AssertAlike(Estimate a, Estimate b)
    {
        var most = 4 * Math.Sqrt(a.StandardError!.Value * a.StandardError.Value + b.StandardError!.Value * b.StandardError.Value);
        Assert.InRange(a.Mean - b.Mean, -most, most);
    }
}

using System.Text.Json;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Measures;

[Collection(TorchCollection.Name)]
public class UnitProbeTests(PyTorchTwin pyTorch)
{
    // A whole batch of the probe's largest, and a part of one.
    private const int Images = 610;

    // Shares of images on which units are made positive: dead, rare, ordinary, linear, nearly linear.
    private static readonly double[] s_positive = [0, 0.005, 0.4, 1, 0.97];

    [PythonTheory("torch")]
    [MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Measure_equals_a_direct_count_in_PyTorch(string model, string activation, bool batchNorm)
    {
        // Fewer for the network whose batches are smaller.
        using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm), ScalarType.Float64, model == "nin" ? 110 : Images);
        Spread(twin);

        var measured = Measure(twin);

        var expected = AskForUnits(twin);
        Assert.Equal(twin.Network.Activations.Select(site => site.Layer.Name), measured.Select(layer => layer.Module));
        Assert.Equal(expected.Length, measured.Count);
        foreach (var (layer, direct) in measured.Zip(expected))
        {
            Assert.Equal(direct.GetProperty("dead").EnumerateArray().Select(dead => dead.GetBoolean()), layer.DeadUnits);
            Assert.Equal(direct.GetProperty("units").GetInt64(), layer.Units);
            Assert.Equal(direct.GetProperty("linear").GetInt64(), layer.Linear);
            Assert.Equal(direct.GetProperty("rare").GetInt64(), layer.Rare);
            Assert.Equal(direct.GetProperty("gradient_dead").GetInt64(), layer.GradientDead);
            Assert.Equal(direct.GetProperty("dormant").GetInt64(), layer.Dormant);
            Assert.Equal(direct.GetProperty("zeros").GetInt64(), layer.Zeros);
            Assert.Equal(direct.GetProperty("count").GetInt64(), layer.Count);
            Assert.Equal(direct.GetProperty("mean").GetDouble(), layer.Mean, 1e-9);
            Assert.Equal(direct.GetProperty("std").GetDouble(), layer.StandardDeviation, 1e-9);
            AssertNear(direct.GetProperty("effective_rank").GetDouble(), layer.EffectiveRank, 1e-6);
            AssertNear(direct.GetProperty("gradient_norm").GetDouble(), layer.GradientNorm, 1e-9);
        }
        // Otherwise the comparison would say little.
        Assert.InRange(measured.Sum(layer => layer.Dead), 1, measured.Sum(layer => layer.Units) - 1);
        Assert.InRange(measured.Sum(layer => layer.Linear), 1, measured.Sum(layer => layer.Units) - 1);
        Assert.InRange(measured.Sum(layer => layer.Rare), measured.Sum(layer => layer.Dead) + 1, measured.Sum(layer => layer.Units) - 1);
    }

    [PythonTheory("torch")]
    [InlineData("mlp", "relu")]
    [InlineData("cnn", "leaky_relu 0.01")]
    [InlineData("cnn", "prelu channel")]
    public void Measure_in_single_precision_counts_the_units_that_PyTorch_counts(string model, string activation)
    {
        using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm: false), ScalarType.Float32, Images);
        Spread(twin);

        var measured = Measure(twin);

        var expected = AskForUnits(twin);
        Assert.Equal(expected.Length, measured.Count);
        foreach (var (layer, direct) in measured.Zip(expected))
        {
            Assert.Equal(direct.GetProperty("dead").EnumerateArray().Select(dead => dead.GetBoolean()), layer.DeadUnits);
            Assert.Equal(direct.GetProperty("linear").GetInt64(), layer.Linear);
            Assert.Equal(direct.GetProperty("gradient_dead").GetInt64(), layer.GradientDead);
            Assert.Equal(direct.GetProperty("dormant").GetInt64(), layer.Dormant);
            Assert.Equal(direct.GetProperty("mean").GetDouble(), layer.Mean, 1e-4);
            Assert.Equal(direct.GetProperty("std").GetDouble(), layer.StandardDeviation, 1e-4);
            AssertNear(direct.GetProperty("effective_rank").GetDouble(), layer.EffectiveRank, 1e-4);
            AssertNear(direct.GetProperty("gradient_norm").GetDouble(), layer.GradientNorm, 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Variants.Rectifiers), MemberType = typeof(Variants))]
    public void Measure_biases_of_minus_100_are_all_dead_and_of_plus_100_all_linear(string model, string activation, bool batchNorm)
    {
        using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm), ScalarType.Float32);
        // Small weights: the 100 of one layer must not outweigh the bias of the next.
        using (no_grad())
        {
            foreach (var layer in twin.Network.Blueprint.Layers.OfType<WeightLayer>())
                twin.Network.Parameters[layer.Name + ".weight"].mul_(1e-2);
        }

        twin.SetShifts(-100);
        Assert.All(Measure(twin), layer =>
        {
            Assert.Equal((layer.Units, 0, layer.Units), (layer.Dead, layer.Linear, layer.Rare));
            Assert.Equal(activation == "relu" ? layer.Units : 0, layer.GradientDead);
            Assert.Equal(activation == "relu" ? layer.Count : 0, layer.Zeros);
        });

        twin.SetShifts(100);
        Assert.All(Measure(twin), layer => Assert.Equal((0, layer.Units, 0, 0), (layer.Dead, layer.Linear, layer.Rare, layer.Zeros)));
    }

    [Fact]
    public void Measure_pre_activation_of_exactly_zero_is_dead_and_linear_and_zero()
    {
        using var twin = new TwinCase(Variants.Settings("cnn", "leaky_relu 0.2", batchNorm: false), ScalarType.Float32);
        using (no_grad())
        {
            foreach (var parameter in twin.Network.Parameters.Values)
                parameter.zero_();
        }

        Assert.All(Measure(twin), layer =>
        {
            Assert.Equal((layer.Units, layer.Units, layer.Units), (layer.Dead, layer.Linear, layer.Rare));
            Assert.Equal((layer.Units, layer.Units), (layer.GradientDead, layer.Dormant));
            Assert.Equal((layer.Count, 0.0, 0.0), (layer.Zeros, layer.Mean, layer.StandardDeviation));
            Assert.Equal((0.0, 0.0), (layer.EffectiveRank, layer.GradientNorm));
        });
    }

    [Fact]
    public void Measure_unit_that_is_positive_on_one_image_is_alive_only_with_that_image()
    {
        const int last = Images - 1;
        using var twin = new TwinCase(Variants.Settings("mlp", "relu", batchNorm: false), ScalarType.Float64, Images);
        using (NewDisposeScope())
        using (no_grad())
        {
            // The unit looks for the last image; no other is as much like it.
            var images = twin.Images.Slice(0, Images).Images.flatten(1);
            double[] likeness = images.matmul(images.select(0, last)).ToDoubles();
            twin.Network.Parameters["layers.0.weight"].select(0, 0).copy_(images.select(0, last));
            twin.Network.Parameters["layers.0.bias"].select(0, 0).fill_(-(likeness[last] + likeness[..last].Max()) / 2);
            Assert.True(likeness[last] > likeness[..last].Max());
        }

        Assert.False(Measure(twin)[0].DeadUnits[0]);
        Assert.True(UnitProbe.Measure(twin.Network, twin.Images, new ImageRange(0, last))[0].DeadUnits[0]);
        Assert.False(UnitProbe.Measure(twin.Network, twin.Images, new ImageRange(last, 1))[0].DeadUnits[0]);
    }

    [Theory]
    [InlineData("mlp", true)]
    [InlineData("mlp", false)]
    [InlineData("cnn", true)]
    [InlineData("cnn", false)]
    public void Measure_leaves_the_network_as_it_was(string model, bool training)
    {
        using var twin = new TwinCase(Variants.Settings(model, "prelu channel", batchNorm: true), ScalarType.Float32, Images);
        twin.Network.Module.train(training);
        var before = twin.Network.Module.state_dict().Keys.ToDictionary(name => name, twin.Weights);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Measure(twin);

        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(training, twin.Network.Module.training);
        Assert.All(before, named => Assert.Equal(named.Value, twin.Weights(named.Key)));
        twin.Forward(); // hooks that were left behind would count into tensors that are gone
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("leaky_relu 0.01")]
    public void Measure_leaves_activations_in_place(string activation)
    {
        using var twin = new TwinCase(Variants.Settings("cnn", activation, batchNorm: false), ScalarType.Float32);

        Measure(twin);

        using var scope = NewDisposeScope();
        Assert.All(twin.Network.Activations, site =>
        {
            var z = tensor([-1f, 2f]);
            site.Module.call(z);
            Assert.NotEqual(-1, z.ToDoubles()[0]);
        });
    }

    [Fact]
    public void Measure_does_not_depend_on_the_mode_of_the_network()
    {
        using var twin = new TwinCase(Variants.Settings("cnn", "relu", batchNorm: true), ScalarType.Float32, Images);
        twin.Network.Module.train();
        var first = Measure(twin);
        twin.Network.Module.eval();

        Assert.All(Measure(twin).Zip(first), pair => Assert.Equivalent(pair.First, pair.Second, strict: true));
    }

    [Fact]
    public void Measure_slopes_are_those_of_the_activations()
    {
        using var twin = new TwinCase(Variants.Settings("cnn", "prelu channel", batchNorm: false), ScalarType.Float64);

        Assert.All(
            Measure(twin),
            layer => Assert.Equal(twin.Weights(layer.Module + ".weight"), layer.NegativeSlopes));
    }

    [Fact]
    public void Measure_every_epoch_and_never_train_the_same_network()
    {
        double[][] Train(bool measured)
        {
            using var twin = new TwinCase(Variants.Settings("cnn", "leaky_relu 0.01", batchNorm: true), ScalarType.Float32, 100);
            using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, new TrainSettings { BatchSize = 30, Epochs = 3 }, seed: 1);
            for (var epoch = 1; epoch <= 3; epoch++)
            {
                trainer.Train(epoch);
                var gradients = twin.Network.Parameters.Values.Select(parameter => parameter.grad?.ToDoubles()).ToArray();
                if (measured)
                    Measure(twin);
                Assert.Equal(gradients, twin.Network.Parameters.Values.Select(parameter => parameter.grad?.ToDoubles()));
            }
            return [.. twin.Network.Module.state_dict().Values.Select(tensor => tensor.ToDoubles())];
        }

        Assert.Equal(Train(measured: false), Train(measured: true));
    }

    [Fact]
    public void Measure_works_where_gradients_are_switched_off()
    {
        using var twin = new TwinCase(Variants.Settings("mlp", "relu", batchNorm: false), ScalarType.Float32, Images);
        var expected = Measure(twin);
        using (no_grad())
            Assert.All(Measure(twin).Zip(expected), pair => Assert.Equivalent(pair.Second, pair.First, strict: true));
    }

    private static void AssertNear(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual:r} is not near {expected:r}");

    private JsonElement[] AskForUnits(TwinCase twin)
    {
        var request = twin.Request("units");
        request["sources"] = twin.Network.Activations.Select(site => site.Layer.Source + ".weight").ToArray();
        request["rank_images"] = LayerMeasures.RankImagesOfChannels;
        return [.. pyTorch.Ask(request).EnumerateArray()];
    }

    private static IReadOnlyList<LayerMeasures> Measure(TwinCase twin) => UnitProbe.Measure(twin.Network, twin.Images, twin.All);

    // Moves the units so that the first is never positive, the second rarely, and so on.
    private static void Spread(TwinCase twin)
    {
        twin.Network.Module.train();
        for (var pass = 0; pass < 20; pass++)
            twin.Forward(); // running statistics of batch normalisation that fit the images
        twin.Network.Module.eval();
        for (var spread = 0; spread < twin.Network.Activations.Count; spread++)
        {
            var units = twin.Forward()[spread];
            twin.MoveShifts((layer, unit) => layer == spread ? -Threshold(units[unit], s_positive[unit % s_positive.Length]) : 0);
        }
    }

    // The share of the numbers above it is the given one.
    private static double Threshold(double[] numbers, double share)
    {
        double[] descending = [double.PositiveInfinity, .. numbers.OrderDescending(), double.NegativeInfinity];
        var above = (int)(share * numbers.Length);
        return above == 0 ? descending[1] + 1 : above == numbers.Length ? descending[^2] - 1 : (descending[above] + descending[above + 1]) / 2;
    }
}

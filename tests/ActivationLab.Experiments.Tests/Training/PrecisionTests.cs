using System.Text.Json;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

/// <summary>Training in bfloat16, with the weights in single precision.</summary>
[Collection(TorchCollection.Name)]
public class PrecisionTests(PyTorchTwin pyTorch)
{
    private static readonly TrainSettings s_settings = new()
    {
        Epochs = 1,
        BatchSize = 25,
        Optimizer = new SgdSettings { Lr = 0.05 },
        Precision = TrainPrecision.Bf16,
    };

    /// <summary>(model, activation, batch norm before the activations) of every kind.</summary>
    public static TheoryData<string, string, bool> All
    {
        get
        {
            var all = Variants.All;
            foreach (var model in new[] { "mlp", "cnn" })
                all.Add(model, "rrelu", false);
            return all;
        }
    }

    [PythonTheory("torch")]
    [InlineData("mlp", "leaky_relu 0.01", false)]
    [InlineData("mlp", "prelu channel", true)]
    [InlineData("cnn", "leaky_relu 0.2", false)]
    [InlineData("cnn", "prelu channel", true)]
    [InlineData("cnn average", "prelu layer", false)]
    public void Train_in_bf16_is_PyTorchs_with_weights_in_float32(string model, string activation, bool batchNorm)
    {
        var network = Variants.Settings(model, activation, batchNorm);
        var settings = s_settings with { BatchSize = 100, Optimizer = new SgdSettings { Lr = 0.05, Momentum = 0 } };
        using var twin = new TwinCase(network, ScalarType.Float32, images: 100);
        var before = twin.Network.Module.state_dict().ToDictionary(named => named.Key, named => named.Value.ToDoubles());
        var request = twin.Request("train");
        request["batches"] = new[] { Enumerable.Range(0, 100) };
        request["optimizer"] = TwinOptimizer.Describe(settings.Optimizer);
        var inFloat32 = pyTorch.Ask(request);
        request["precision"] = "bf16";
        var inBf16 = pyTorch.Ask(request);
        using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, settings, seed: 1);

        var outcome = trainer.Train(1);

        var changes = before.Keys.Select(name => Change(name, twin.Weights(name))).ToArray();
        var (theirs, others) = (Changes(inBf16), Changes(inFloat32));
        var error = changes.Zip(theirs, Errors.Relative).Max();
        var rounding = others.Zip(theirs, Errors.Relative).Max();
        // Sums in float32 may be taken in another order.
        Assert.InRange(error, 0, 1e-4);
        Assert.InRange(rounding, 1e-3, 1);
        Assert.Equal(inBf16.GetProperty("losses")[0].GetDouble(), outcome.Loss, 1e-5);

        double[] Change(string name, double[] after) => [.. after.Zip(before[name], (now, was) => now - was)];

        double[][] Changes(JsonElement answer) =>
            [.. before.Keys.Select(name => Change(name, answer.GetProperty("weights").GetProperty(name).Doubles()))];
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Train_in_bf16_of_every_network_changes_all_its_parameters_in_float32(string model, string activation, bool batchNorm)
    {
        using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm), ScalarType.Float32);
        var before = twin.Network.Parameters.ToDictionary(named => named.Key, named => named.Value.ToDoubles());
        using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, s_settings, seed: 1);

        var outcome = trainer.Train(1);

        Assert.True(double.IsFinite(outcome.Loss));
        Assert.All(twin.Network.Parameters, named =>
        {
            Assert.Equal(ScalarType.Float32, named.Value.dtype);
            var isOutside = activation == "dynamic_leaky_relu clamped" && twin.Network.Blueprint.SlopeNames.Contains(named.Key);
            Assert.Equal(isOutside, before[named.Key].SequenceEqual(named.Value.ToDoubles()));
        });
    }

    [Theory]
    [InlineData("mlp", false)]
    [InlineData("cnn", true)]
    public void Train_in_bf16_learns_as_in_float32(string model, bool batchNorm)
    {
        var settings = s_settings with { Epochs = 8, Optimizer = new AdamSettings { Lr = 0.005 } };

        var (low, full) = (Losses(settings), Losses(settings with { Precision = null }));

        Assert.True(low[^1] < low[0] / 2, $"{low[0]} to {low[^1]}");
        Assert.All(low.Zip(full), pair => Assert.InRange(pair.First / pair.Second, 0.9, 1.1));
        Assert.NotEqual(full, low);

        double[] Losses(TrainSettings train)
        {
            using var twin = new TwinCase(Variants.Settings(model, "leaky_relu 0.01", batchNorm), ScalarType.Float32, images: 300);
            using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, train, seed: 1);
            return [.. Enumerable.Range(1, train.Epochs).Select(epoch => trainer.Train(epoch).Loss)];
        }
    }

    [Theory]
    [InlineData("cnn", "prelu channel")]
    [InlineData("mlp", "rrelu")]
    public void Train_in_bf16_twice_gives_the_same_bits(string model, string activation)
    {
        Assert.Equal(Weights(), Weights());

        double[] Weights()
        {
            using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm: true), ScalarType.Float32, images: 100);
            using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, s_settings, seed: 1);
            trainer.Train(1);
            return [.. twin.Network.Module.state_dict().Values.SelectMany(tensor => tensor.ToDoubles())];
        }
    }

    [Fact]
    public void Train_in_bf16_clips_the_gradients_that_the_optimizer_sees()
    {
        const double clip = 1e-3, lr = 1;
        using var twin = new TwinCase(Variants.Settings("cnn", "prelu channel", batchNorm: true), ScalarType.Float32, images: 25);
        var before = twin.Network.Parameters.Values.SelectMany(parameter => parameter.ToDoubles()).ToArray();
        var settings = s_settings with { ClipGradNorm = clip, Optimizer = new SgdSettings { Lr = lr, Momentum = 0 } };
        using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, settings, seed: 1);

        trainer.Train(1);

        var step = twin.Network.Parameters.Values.SelectMany(parameter => parameter.ToDoubles()).Zip(before, (after, was) => after - was);
        Assert.Equal(lr * clip, Math.Sqrt(step.Sum(change => change * change)), lr * clip / 100);
    }

    [Fact]
    public void Dispose_leaves_the_network_whole_and_nothing_else()
    {
        using var twin = new TwinCase(Variants.Settings("cnn", "prelu channel", batchNorm: true), ScalarType.Float32);
        var expected = Evaluator.Evaluate(twin.Network, twin.Images, twin.All);
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        new EpochTrainer(twin.Network, twin.Images, twin.All, s_settings, seed: 1).Dispose();

        Assert.Equal(expected, Evaluator.Evaluate(twin.Network, twin.Images, twin.All));
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Tests.Training.Stacks;
using ActivationLab.Experiments.Training;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Stacks;
using ActivationLab.Tests.Shared;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Devices;

/// <summary>Training on a GPU beside the same training on the CPU, in double precision, where rounding leaves nothing to argue about.</summary>
[Collection(TorchCollection.Name)]
public class DeviceTrainingTests
{
    private const double Near = 1e-8;

    // 40 images in batches of 16: the last has 8.
    private static readonly TrainSettings s_settings = new() { Epochs = 3, BatchSize = 16, WarmupEpochs = 1 };

    // Rounding is all that some gradients are, below batch normalisation; a small eps would blow it up.
    private static readonly Dictionary<string, TrainSettings> s_trains = new()
    {
        ["sgd"] = s_settings with { Optimizer = new SgdSettings { Lr = 0.02, Momentum = 0 } },
        ["momentum"] = s_settings with { Optimizer = new SgdSettings { Lr = 0.02, WeightDecay = 0.01 }, Scheduler = new CosineSchedulerSettings() },
        ["nesterov"] = s_settings with { Optimizer = new SgdSettings { Lr = 0.02, Nesterov = true } },
        ["adam"] = s_settings with { Optimizer = new AdamSettings { Lr = 0.003, Eps = 1e-4 } },
        ["adamw"] = s_settings with { Optimizer = new AdamWSettings { Lr = 0.003, Eps = 1e-4, WeightDecay = 0.1 } },
        ["clipped, smoothed"] = s_settings with { Optimizer = new SgdSettings { Lr = 0.02 }, ClipGradNorm = 0.7, LabelSmoothing = 0.1 },
    };

    public static TheoryData<string, string, bool, string> Cases => new()
    {
        { "mlp", "relu", false, "sgd" },
        { "mlp", "leaky_relu 0.01", false, "adam" },
        { "mlp", "prelu layer", false, "momentum" },
        { "mlp", "prelu channel", true, "adamw" },
        { "mlp", "dynamic_leaky_relu", false, "clipped, smoothed" },
        { "cnn", "relu", false, "nesterov" },
        { "cnn", "leaky_relu 0.01", false, "adam" },
        { "cnn", "leaky_relu 0.2", true, "clipped, smoothed" },
        { "cnn", "prelu layer", true, "momentum" },
        { "cnn", "prelu channel", false, "adamw" },
        { "cnn", "gelu", false, "sgd" },
        { "cnn average", "leaky_relu 0.2", false, "adam" },
        { "resnet", "leaky_relu 0.01", true, "momentum" },
        { "resnet projection", "prelu channel", true, "adam" },
    };

    [GpuTheory]
    [MemberData(nameof(Cases))]
    public void Train_gives_the_losses_and_weights_of_the_cpu(string model, string activation, bool batchNorm, string train)
    {
        var settings = Variants.Settings(model, activation, batchNorm);

        var (expected, actual) = (Train(CPU), Train(TestDevice.Device));

        Assert.True(expected.Losses[^1] < expected.Losses[0]);
        Assert.InRange(Errors.Relative(actual.Losses, expected.Losses), 0, Near);
        Assert.All(expected.Weights, named => Assert.InRange(Errors.Relative(actual.Weights[named.Key], named.Value), 0, Near));

        (double[] Losses, Dictionary<string, double[]> Weights) Train(Device device)
        {
            using var twin = new TwinCase(settings, ScalarType.Float64, device: device);
            using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, s_trains[train], seed: 1);
            double[] losses = [.. Enumerable.Range(1, s_settings.Epochs).Select(epoch => trainer.Train(epoch).Loss)];
            return (losses, StackCase.State(twin.Network));
        }
    }

    [GpuFact]
    public void Train_augmented_gives_the_weights_of_the_cpu()
    {
        var augment = new RandomAugmentSettings { CropPadding = 2, Cutout = 3, HorizontalFlip = true };

        var (expected, actual) = (Train(CPU), Train(TestDevice.Device));

        Assert.All(expected, named => Assert.InRange(Errors.Relative(actual[named.Key], named.Value), 0, Near));

        Dictionary<string, double[]> Train(Device device)
        {
            using var twin = new TwinCase(Variants.Settings("cnn", "leaky_relu 0.2", batchNorm: false), ScalarType.Float64, device: device);
            using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, s_trains["momentum"], seed: 1, augment);
            for (var epoch = 1; epoch <= s_settings.Epochs; epoch++)
                trainer.Train(epoch);
            return StackCase.State(twin.Network);
        }
    }

    // Dropout and random slopes are drawn on the device, so the CPU's are others; but the seed and the step decide them there too.
    [GpuTheory]
    [InlineData("rrelu")]
    [InlineData("leaky_relu 0.01")]
    public void Train_with_random_layers_is_the_same_training_each_time(string activation)
    {
        var settings = ((MlpSettings)Variants.Settings("mlp", activation, batchNorm: false)) with { Dropout = 0.3 };

        var (first, second, other) = (Train(seed: 1), Train(seed: 1), Train(seed: 2));

        Assert.Equal(first, second, (a, b) => Math.Abs(a - b) <= Near * Math.Abs(a));
        Assert.All(first.Zip(other), pair => Assert.NotEqual(pair.First, pair.Second, Near));

        double[] Train(long seed)
        {
            using var twin = new TwinCase(settings, ScalarType.Float64, device: TestDevice.Device);
            using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, s_trains["adam"], seed);
            return [.. Enumerable.Range(1, s_settings.Epochs).Select(epoch => trainer.Train(epoch).Loss)];
        }
    }

    [GpuTheory]
    [InlineData("mlp", "adam")]
    [InlineData("cnn", "momentum")]
    public void Train_stopped_and_gone_on_with_ends_as_one_that_never_was(string model, string train)
    {
        using var scope = NewDisposeScope();
        using var whole = Case(model);
        using (var trainer = Trainer(whole, train))
        {
            trainer.Train(1);
            trainer.Train(2);
        }
        using var stopped = Case(model);
        using var before = Trainer(stopped, train);
        before.Train(1);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => before.Train(2, report: (_, _, _) => stop.Cancel(), cancellation: stop.Token));
        using var after = Trainer(stopped, train);
        var tensors = before.Memory.Tensors.ToDictionary(named => named.Name, named => named.Tensor);
        after.Memory.Restore(before.Memory.Steps, (name, _) => tensors.GetValueOrDefault(name));

        after.Train(2, before.Stopped);

        var expected = StackCase.State(whole.Network);
        Assert.All(StackCase.State(stopped.Network), named => Assert.InRange(Errors.Relative(named.Value, expected[named.Key]), 0, Near));

        static TwinCase Case(string model) =>
            new(Variants.Settings(model, "prelu channel", batchNorm: true), ScalarType.Float64, device: TestDevice.Device);

        static EpochTrainer Trainer(TwinCase twin, string train) =>
            new(twin.Network, twin.Images, twin.All, s_trains[train], seed: 1) { SecondsBetweenReports = 0 };
    }

    [GpuTheory]
    [InlineData("mlp", "adam", ConvolutionKind.Grouped)]
    [InlineData("mlp", "momentum", ConvolutionKind.Grouped)]
    [InlineData("cnn", "adamw", ConvolutionKind.Grouped)]
    [InlineData("cnn", "clipped, smoothed", ConvolutionKind.Batched)]
    public void Train_in_a_stack_gives_the_weights_of_each_alone(string model, string train, ConvolutionKind convolution)
    {
        const int epochs = 5;
        Experiment[] experiments = [.. new[] { "relu", "leaky_relu 0.2", "prelu layer", "prelu channel" }.Select((activation, member) => new Experiment
        {
            Seed = 20 + member,
            Model = Variants.Settings(model, activation, batchNorm: true),
            Train = s_trains[train] with { Epochs = epochs, BatchSize = 32 },
        })];
        using var one = new StackCase(experiments, device: TestDevice.Device);
        using var trainer = one.Stack(convolution);

        for (var epoch = 1; epoch <= epochs; epoch++)
            trainer.Train(one.All(epoch));

        for (var member = 0; member < experiments.Length; member++)
        {
            var alone = one.Alone(member, epochs).State;
            Assert.All(StackCase.State(one.Networks[member]), named => Assert.InRange(Errors.Relative(named.Value, alone[named.Key]), 0, Near));
        }
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Experiments.Training.Stacks;
using ActivationLab.Models;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Stacks;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training.Stacks;

/// <summary>The members of a stack beside the same trials alone, which PyTorch checks elsewhere.</summary>
[Collection(TorchCollection.Name)]
public class StackTrainerTests
{
    // 77 images in batches of 32: the last has 13.
    private const int Epochs = 67, StepsPerEpoch = 3, BatchSize = 32;

    private static readonly MlpSettings s_mlp = new() { Hidden = [9, 7] };

    private static readonly CnnSettings s_cnn = new() { Channels = [4, 5], Hidden = [8] };

    private static readonly Dictionary<string, NetworkSettings> s_networks = new()
    {
        ["mlp"] = s_mlp,
        ["mlp norm before"] = s_mlp with { BatchNorm = BatchNormPlacement.Before },
        ["mlp norm after"] = s_mlp with { BatchNorm = BatchNormPlacement.After },
        ["cnn"] = s_cnn,
        ["cnn norm before"] = s_cnn with { BatchNorm = BatchNormPlacement.Before },
        ["cnn norm after"] = s_cnn with { BatchNorm = BatchNormPlacement.After },
        ["resnet"] = new ResNetSettings { Depth = 8, Width = 3 },
    };

    private static readonly ActivationSettings[] s_activations =
    [
        new ReluSettings(),
        new LeakyReluSettings { NegativeSlope = 0.2 },
        new PReluSettings { Per = SlopeSharing.Layer },
        new PReluSettings { Per = SlopeSharing.Channel },
        new DynamicLeakyReluSettings { Init = 0.09 },
        new IdentitySettings(),
    ];

    // What members may differ in, they differ in.
    private static readonly Dictionary<string, TrainSettings[]> s_trains = new()
    {
        ["sgd"] = Each(
            new SgdSettings { Lr = 0.02, Momentum = 0 }, new SgdSettings { Lr = 0.01, Momentum = 0.9 },
            new SgdSettings { Lr = 0.03, Momentum = 0.5, WeightDecay = 0.01, DecaySlopes = true }),
        ["plain sgd"] = Each(new SgdSettings { Lr = 0.05, Momentum = 0 }, new SgdSettings { Lr = 0.01, Momentum = 0 }),
        ["nesterov"] = Each(
            new SgdSettings { Lr = 0.01, Nesterov = true, WeightDecay = 0.02 }, new SgdSettings { Lr = 0.02, Momentum = 0.6, Nesterov = true }),
        ["adam"] = Each(
            new AdamSettings { Lr = 0.003 }, new AdamSettings { Lr = 0.001, Beta1 = 0.8, Beta2 = 0.99, Eps = 1e-6 },
            new AdamSettings { Lr = 0.002, WeightDecay = 0.05 }, new AdamSettings { Lr = 0.002, WeightDecay = 0.05, DecaySlopes = true }),
        ["adamw"] = Each(
            new AdamWSettings { Lr = 0.003, WeightDecay = 0.1 }, new AdamWSettings { Lr = 0.001 },
            new AdamWSettings { Lr = 0.002, WeightDecay = 0.2, DecaySlopes = true }),
        ["one decay"] = Each(
            new AdamWSettings { Lr = 0.003, WeightDecay = 0.1, DecaySlopes = true }, new AdamWSettings { Lr = 0.002, WeightDecay = 0.1, DecaySlopes = true }),
        ["schedules"] =
        [
            Train(new SgdSettings { Lr = 0.02 }) with { Scheduler = new CosineSchedulerSettings { EtaMin = 0.001 } },
            Train(new SgdSettings { Lr = 0.02 }) with { Scheduler = new StepSchedulerSettings { StepSize = 3, Gamma = 0.7 }, Epochs = 50 },
            Train(new SgdSettings { Lr = 0.02 }) with { Scheduler = new OneCycleSchedulerSettings() },
            Train(new SgdSettings { Lr = 0.02 }) with { WarmupEpochs = 2.5 },
        ],
        ["clipping"] =
        [
            Train(new SgdSettings { Lr = 0.02 }) with { ClipGradNorm = 0.5, LabelSmoothing = 0.1 },
            Train(new SgdSettings { Lr = 0.02 }) with { LabelSmoothing = 0.1 },
            Train(new SgdSettings { Lr = 0.02 }) with { ClipGradNorm = 2, LabelSmoothing = 0.1 },
        ],
    };

    public static TheoryData<string, string, ConvolutionKind> Cases
    {
        get
        {
            var all = new TheoryData<string, string, ConvolutionKind>();
            foreach (var network in s_networks.Keys)
            {
                foreach (var train in network == "mlp" ? s_trains.Keys : (IEnumerable<string>)(network == "resnet" ? ["nesterov"] : ["sgd", "adam", "adamw"]))
                    all.Add(network, train, ConvolutionKind.Grouped);
            }
            all.Add("cnn", "adam", ConvolutionKind.Batched);
            all.Add("cnn norm before", "clipping", ConvolutionKind.Grouped);
            all.Add("cnn norm before", "sgd", ConvolutionKind.Batched);
            all.Add("resnet", "adamw", ConvolutionKind.Batched);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_two_hundred_steps_in_double_precision_give_the_weights_of_each_alone(string network, string train, ConvolutionKind convolution)
    {
        using var one = new StackCase(Members(network, train));
        using var trainer = one.Stack(convolution);

        var epochs = network == "resnet" ? 20 : Epochs; // 60 steps of so many layers
        var outcomes = Enumerable.Range(1, epochs).Select(epoch => trainer.Train(one.All(epoch))).ToArray();

        Assert.Equal(epochs * StepsPerEpoch, outcomes.Sum(epoch => epoch[0].Steps));
        for (var member = 0; member < one.Experiments.Count; member++)
        {
            var alone = one.Alone(member, epochs);
            AssertNear(alone.State, StackCase.State(one.Networks[member]), 1e-9);
            foreach (var (expected, actual) in alone.Outcomes.Zip(outcomes, (expected, epoch) => (expected, epoch[member])))
            {
                Assert.Equal(expected.Loss, actual.Loss, 1e-9);
                Assert.Equal((expected.Accuracy, expected.Steps, expected.Images), (actual.Accuracy, actual.Steps, actual.Images));
                Assert.Equal(expected.Lr, actual.Lr, 1e-15);
            }
        }
    }

    [Theory]
    [InlineData("mlp", "adam")]
    [InlineData("cnn", "sgd")]
    [InlineData("cnn norm before", "adamw")]
    public void Train_one_hundred_steps_in_single_precision_give_the_loss_curve_of_each_alone(string network, string train)
    {
        // An epoch is a step.
        using var one = new StackCase([.. Members(network, train).Select(member => member with { Train = member.Train with { BatchSize = 64 } })], ScalarType.Float32, images: 64);
        using var trainer = one.Stack();

        var outcomes = Enumerable.Range(1, 100).Select(epoch => trainer.Train(one.All(epoch))).ToArray();

        for (var member = 0; member < one.Experiments.Count; member++)
        {
            var alone = one.Alone(member, 100).Outcomes;
            foreach (var (expected, epoch) in alone.Zip(outcomes))
                Assert.Equal(expected.Loss, epoch[member].Loss, 1e-3);
            Assert.True(alone[^1].Loss < alone[0].Loss);
        }
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn norm before")]
    public void Train_augmented_each_member_gets_its_own_changes(string network)
    {
        var augment = new RandomAugmentSettings { CropPadding = 2, Cutout = 3 };
        using var one = new StackCase([.. Members(network, "sgd").Select(member => member with { Data = member.Data with { Augment = augment } })]);
        using var trainer = one.Stack();

        for (var epoch = 1; epoch <= 4; epoch++)
            trainer.Train(one.All(epoch));

        for (var member = 0; member < one.Experiments.Count; member++)
            AssertNear(one.Alone(member, 4).State, StackCase.State(one.Networks[member]), 1e-10);
    }

    [Theory]
    [InlineData("mlp norm after", "schedules")]
    [InlineData("cnn", "adamw")]
    public void Train_members_in_different_epochs_each_goes_on_with_its_own(string network, string train)
    {
        using var one = new StackCase(Members(network, train));
        using var stack = one.Stack();
        for (var member = 0; member < one.Experiments.Count; member++)
        {
            using var solo = one.Solo(member, one.Networks[member]);
            for (var epoch = 1; epoch <= member; epoch++)
                solo.Train(epoch);
            Restore(stack.MemoryOf(member), solo.Memory);
        }

        stack.Train([.. one.Experiments.Select((_, member) => member + 1)]);

        for (var member = 0; member < one.Experiments.Count; member++)
            AssertNear(one.Alone(member, member + 1).State, StackCase.State(one.Networks[member]), 1e-11);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("plain sgd")]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void MemoryOf_is_that_of_the_optimizer_alone(string train)
    {
        using var scope = NewDisposeScope();
        using var one = new StackCase(Members("cnn", train));
        using var trainer = one.Stack();
        var networks = one.Experiments.Select(one.Build).ToArray();
        var solos = networks.Select((network, member) => one.Solo(member, network)).ToArray();

        for (var epoch = 0; epoch <= 2; epoch++)
        {
            if (epoch > 0)
                trainer.Train(one.All(epoch));
            for (var member = 0; member < solos.Length; member++)
            {
                if (epoch > 0)
                    solos[member].Train(epoch);
                var (expected, actual) = (solos[member].Memory, trainer.MemoryOf(member));
                Assert.Equal(expected.Steps.OrderBy(named => named.Key), actual.Steps.OrderBy(named => named.Key));
                Assert.All(Values(expected), named => Assert.InRange(Errors.Relative(Values(actual)[named.Key], named.Value), 0, 1e-9));
                Assert.Equal(
                    expected.Tensors.ToDictionary(named => named.Name, named => string.Join('x', named.Tensor.shape)),
                    actual.Tensors.ToDictionary(named => named.Name, named => string.Join('x', named.Tensor.shape)));
            }
        }
        foreach (var disposable in solos.Cast<IDisposable>().Concat(networks))
            disposable.Dispose();

        static Dictionary<string, double[]> Values(IOptimizerMemory memory) =>
            memory.Tensors.ToDictionary(named => named.Name, named => named.Tensor.ToDoubles());
    }

    [Theory]
    [InlineData("mlp", "sgd")]
    [InlineData("cnn norm after", "adam")]
    [InlineData("mlp", "plain sgd")]
    public void Train_stopped_and_taken_up_by_another_stack_ends_with_the_same_bits(string network, string train)
    {
        using var scope = NewDisposeScope();
        using var whole = new StackCase(Members(network, train));
        using (var trainer = whole.Stack())
        {
            trainer.Train(whole.All(1));
            trainer.Train(whole.All(2));
        }
        var expected = whole.Networks.Select(StackCase.State).ToArray();

        for (var stop = 0; stop <= StepsPerEpoch; stop++)
        {
            using var one = new StackCase(Members(network, train));
            using var before = one.Stack();
            var first = before.Train(one.All(1));
            using var cancellation = new CancellationTokenSource();
            using var cancelling = one.Stack();
            TakeUp(cancelling, before, one);
            if (stop == 0)
                cancellation.Cancel();
            var stopped = Record.Exception(() => cancelling.Train(one.All(2), null, (steps, _, _) => CancelAt(steps, stop, cancellation), cancellation.Token));

            // After the last step there is nothing left to stop.
            Assert.Equal(stop < StepsPerEpoch, stopped is OperationCanceledException);
            if (stop < StepsPerEpoch)
            {
                Assert.Equal(stop == 0, cancelling.Stopped is null);
                using var after = one.Stack();
                TakeUp(after, cancelling, one);
                var outcomes = after.Train(one.All(2), cancelling.Stopped);
                Assert.All(outcomes, outcome => Assert.Equal((StepsPerEpoch, 77L), (outcome.Steps, outcome.Images)));
            }
            for (var member = 0; member < expected.Length; member++)
                AssertSame(expected[member], StackCase.State(one.Networks[member]));
        }

        static void CancelAt(int steps, int stop, CancellationTokenSource cancellation)
        {
            if (steps == stop)
                cancellation.Cancel();
        }
    }

    [Fact]
    public void Train_a_stopped_stack_can_go_on_alone()
    {
        using var scope = NewDisposeScope();
        using var one = new StackCase(Members("cnn norm before", "adam"));
        using var cancellation = new CancellationTokenSource();
        using var trainer = one.Stack();
        Assert.Throws<OperationCanceledException>(() => trainer.Train(one.All(1), null, (steps, _, _) => cancellation.Cancel(), cancellation.Token));

        for (var member = 0; member < one.Networks.Count; member++)
        {
            using var solo = one.Solo(member, one.Networks[member]);
            Restore(solo.Memory, trainer.MemoryOf(member));
            var outcome = solo.Train(1, trainer.Stopped![member]);

            var alone = one.Alone(member, 1);
            AssertNear(alone.State, StackCase.State(one.Networks[member]), 1e-11);
            Assert.Equal(alone.Outcomes[0].Loss, outcome.Loss, 1e-11);
            Assert.Equal(alone.Outcomes[0].Accuracy, outcome.Accuracy);
        }
    }

    [Fact]
    public void Train_a_member_that_diverges_leaves_at_the_look_and_disturbs_no_other()
    {
        const int images = 260, steps = 130;
        var experiments = Members("mlp", "adam").Select(member => member with { Train = member.Train with { BatchSize = 2 } }).ToArray();
        using var calm = new StackCase(experiments, images: images);
        using (var trainer = calm.Stack())
            trainer.Train(calm.All(1));
        experiments[1] = experiments[1] with { Model = experiments[1].Model with { Init = new NormalSettings { Std = 1e160 } } };
        using var one = new StackCase(experiments, images: images);
        using var stack = one.Stack();

        var outcomes = stack.Train(one.All(1));

        var alone = one.Alone(1, 1);
        Assert.Equal(100, alone.Outcomes[0].Steps);
        Assert.False(double.IsFinite(outcomes[1].Loss));
        Assert.Equal((100, 200L), (outcomes[1].Steps, outcomes[1].Images));
        Assert.All(stack.MemoryOf(1).Steps.Values, counted => Assert.Equal(100, counted));
        Assert.Same(outcomes[1], stack.Diverged[1]);
        Assert.Equal(1, stack.Diverged.Count(outcome => outcome is not null));
        foreach (var member in Enumerable.Range(0, experiments.Length).Where(member => member != 1))
        {
            Assert.Equal(steps, outcomes[member].Steps);
            AssertSame(StackCase.State(calm.Networks[member]), StackCase.State(one.Networks[member]));
        }
    }

    [Fact]
    public void Train_when_all_have_diverged_the_epoch_ends()
    {
        var experiments = Members("mlp", "sgd").Take(2)
            .Select(member => member with { Model = member.Model with { Init = new NormalSettings { Std = 1e200 } }, Train = member.Train with { BatchSize = 1 } }).ToArray();
        using var one = new StackCase(experiments, images: 260);
        using var trainer = one.Stack();
        var last = 0;

        var outcomes = trainer.Train(one.All(1), report: (steps, _, _) => last = steps);

        Assert.Equal(100, last);
        Assert.All(outcomes, outcome => Assert.Equal((100, false), (outcome.Steps, double.IsFinite(outcome.Loss))));
    }

    [Fact]
    public void Train_reports_every_step()
    {
        using var one = new StackCase(Members("mlp", "adam"));
        using var trainer = one.Stack();
        var reports = new List<(int, long)>();

        trainer.Train(one.All(1), report: (steps, images, _) => reports.Add((steps, images)));

        Assert.Equal([(1, 32), (2, 64), (3, 77)], reports);
    }

    [Theory]
    [InlineData("mlp", "adamw", ConvolutionKind.Grouped)]
    [InlineData("cnn norm before", "clipping", ConvolutionKind.Grouped)]
    [InlineData("cnn", "sgd", ConvolutionKind.Batched)]
    public void Train_tensors_are_flat_over_the_steps(string network, string train, ConvolutionKind convolution)
    {
        var augment = new RandomAugmentSettings { CropPadding = 1, Cutout = 2 };
        using var one = new StackCase(
            [.. Members(network, train).Select(member => member with { Data = member.Data with { Augment = augment }, Train = member.Train with { BatchSize = 1 } })]);
        using var trainer = one.Stack(convolution);
        var inside = new List<long>();
        var after = new List<long>();

        for (var epoch = 1; epoch <= 3; epoch++)
        {
            trainer.Train(one.All(epoch), report: (_, _, _) => inside.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount));
            after.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(3 * 77, inside.Count);
        Assert.Single(inside.Distinct());
        Assert.Single(after.Distinct());
    }

    [Fact]
    public void Constructor_trials_that_differ_in_what_they_must_share_throws()
    {
        using var one = new StackCase([Members("mlp", "sgd")[0], Members("mlp", "sgd")[1] with { Train = Train(new SgdSettings()) with { BatchSize = 8 } }]);

        Assert.Contains("agree", Assert.Throws<ArgumentException>(() => one.Stack()).Message);
    }

    [Fact]
    public void Train_members_at_different_places_of_their_epochs_throws()
    {
        using var one = new StackCase(Members("mlp", "plain sgd")[..2]);
        using var trainer = one.Stack();

        var error = Assert.Throws<ArgumentException>(() => trainer.Train([1, 1], [new(2, 0, 0, 0), new(3, 0, 0, 0)]));

        Assert.Contains("after 2, 3 steps", error.Message);
    }

    private static void TakeUp(StackTrainer to, StackTrainer from, StackCase one)
    {
        for (var member = 0; member < one.Experiments.Count; member++)
            Restore(to.MemoryOf(member), from.MemoryOf(member));
    }

    private static void Restore(IOptimizerMemory memory, IOptimizerMemory from)
    {
        using var scope = NewDisposeScope();
        var tensors = from.Tensors.ToDictionary(named => named.Name, named => named.Tensor);
        memory.Restore(from.Steps, (name, _) => tensors.GetValueOrDefault(name));
    }

    private static Experiment[] Members(string network, string train) => [.. s_activations.Select((activation, member) => new Experiment
    {
        // With some seeds a ReLU unit is all but dead, which batch normalisation after it blows up: then a run alone is as unsure of its weights.
        Seed = 20 + member / 2,
        Model = s_networks[network] with { Activation = activation },
        Train = network.Contains("norm", StringComparison.Ordinal) || network == "resnet"
            ? Steady(s_trains[train][member % s_trains[train].Length])
            : s_trains[train][member % s_trains[train].Length],
    })];

    private static TrainSettings Train(OptimizerSettings optimizer) => new() { Epochs = Epochs, BatchSize = BatchSize, Optimizer = optimizer };

    // Batch normalisation takes some shifts away again, so that their gradient is nothing but rounding, which Adam with a small eps blows up.
    private static TrainSettings Steady(TrainSettings train) =>
        train.Optimizer is AdamFamilySettings adam ? train with { Optimizer = adam with { Eps = 1e-4 } } : train;

    private static TrainSettings[] Each(params OptimizerSettings[] optimizers) => Array.ConvertAll(optimizers, Train);

    // Relative to the largest of the weights, and of the running statistics: some single ones are 0 but for rounding.
    private static void AssertNear(Dictionary<string, double[]> expected, Dictionary<string, double[]> actual, double tolerance)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var kind in expected.Keys.GroupBy(name => name.Contains("running", StringComparison.Ordinal)))
        {
            var error = Errors.Relative([.. kind.SelectMany(name => actual[name])], [.. kind.SelectMany(name => expected[name])]);
            Assert.True(error <= tolerance, $"{kind.First()} and others: {error}");
        }
    }

    private static void AssertSame(Dictionary<string, double[]> expected, Dictionary<string, double[]> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, named => Assert.Equal(named.Value, actual[named.Key]));
    }
}

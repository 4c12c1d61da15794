using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Descriptions;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models.Settings;
using TorchSharp;

namespace ActivationLab.Experiments.Tests.Benchmarks;

[Collection(TorchCollection.Name)]
public class StepBenchTests
{
    private static readonly LoadedDataset Data = SyntheticImages.MakeDataset();

    // 600 images to train on: 18 steps and a smaller one.
    private static readonly Experiment Tiny = new()
    {
        Name = "tiny",
        Seed = 1,
        Device = "cpu",
        Data = new DataSettings { Validation = 100 },
        Model = new MlpSettings { Hidden = [5, 4], Activation = new LeakyReluSettings { NegativeSlope = 0.2 } },
        Train = new TrainSettings { Epochs = 2, BatchSize = 32, Optimizer = new SgdSettings() },
        Probe = new ProbeSettings { Images = 50, EveryEpochs = 2 },
    };

    [Fact]
    public void Run_phases_are_all_of_a_step()
    {
        var result = Run(Tiny, new StepBenchOptions { Steps = 30, Time = new SteppingTime() });

        // The clock moves a millisecond at each look: one a phase, one a whole step, one a measurement of the units.
        var network = Assert.Single(result.Networks);
        Assert.Equal(3, network.Rounds.Count);
        foreach (var round in network.Rounds)
        {
            Assert.Equal(Enumerable.Repeat(0.001, 10), round.StepSeconds);
            Assert.Equal(10, round.Phased.Count);
            foreach (var step in round.Phased)
            {
                Assert.All(PhaseSeconds.All, phase => Assert.Equal(0.001, step[phase]));
                Assert.Equal(0.005, step.Total, 12);
            }
            Assert.Equal(0.001, round.ProbeSeconds);
        }
        Assert.Equal(3, result.MachineGflops.Count);
        Assert.All(result.MachineGflops, rate => Assert.InRange(rate, double.Epsilon, double.MaxValue));
    }

    [Fact]
    public void Run_in_the_precision_of_the_configuration_says_so()
    {
        var result = Run(Tiny with { Train = Tiny.Train with { Precision = TrainPrecision.Bf16 } }, new StepBenchOptions { Steps = 6 });

        Assert.Equal(TrainPrecision.Bf16, result.Precision);
        Assert.Equal(TrainPrecision.Float32, Run(Tiny, new StepBenchOptions { Steps = 6 }).Precision);
    }

    [Fact]
    public void Run_says_what_was_measured()
    {
        var result = Run(Tiny, new StepBenchOptions { Steps = 100 });

        Assert.Equal(("mlp", "MNIST", 32, 18, 2, 50), (result.Network, result.Data, result.BatchSize, result.StepsPerEpoch, result.ProbeEveryEpochs, result.ProbeImages));
        var network = Assert.Single(result.Networks);
        Assert.Equal("leaky_relu", network.Activation);
        Assert.Equal(new LeakyReluSettings { NegativeSlope = 0.2 }, network.Settings);
        // The images need no gradient.
        Assert.Equal(4 * 784 * 5 + 6 * (5 * 4 + 4 * 10), network.FlopsPerImage);
        Assert.Equal(NetworkDescription.Of(Tiny).TrainingFlops, network.FlopsPerImage);
        // Seven measurements of the units are enough.
        Assert.Equal([7, 3], new[] { true, false }.Select(probed => network.Rounds.Count(round => round.ProbeSeconds.HasValue == probed)));
        Assert.All(network.Rounds, round => Assert.All(round.StepSeconds, seconds => Assert.InRange(seconds, double.Epsilon, 60)));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(29, 3, 9)]
    [InlineData(45, 4, 11)]
    [InlineData(90, 9, 10)]
    public void Run_divides_the_steps_into_rounds(int steps, int rounds, int stepsOfARound)
    {
        var network = Assert.Single(Run(Tiny, new StepBenchOptions { Steps = steps }).Networks);

        Assert.Equal(rounds, network.Rounds.Count);
        Assert.All(network.Rounds, round => Assert.Equal((stepsOfARound, stepsOfARound), (round.StepSeconds.Count, round.Phased.Count)));
    }

    [Fact]
    public void Run_epoch_shorter_than_a_round_limits_it()
    {
        var short3 = Tiny with { Data = Tiny.Data with { Train = 100 } };

        var network = Assert.Single(Run(short3, new StepBenchOptions { Steps = 30 }).Networks);

        Assert.All(network.Rounds, round => Assert.Equal((3, 3), (round.StepSeconds.Count, round.Phased.Count)));
    }

    [Fact]
    public void Run_activations_are_compared_with_relu_in_the_same_network()
    {
        var options = new StepBenchOptions { Steps = 3, Activations = [BenchedActivation.Find("prelu_layer")!, BenchedActivation.Find("gelu")!] };

        var result = Run(Tiny, options);

        Assert.Equal(["relu", "prelu_layer", "gelu"], result.Networks.Select(network => network.Activation));
        Assert.Equal(
            [new ReluSettings(), new PReluSettings { Per = SlopeSharing.Layer }, new GeluSettings()],
            result.Networks.Select(network => network.Settings));
        Assert.All(result.Networks, network => Assert.Equal(3, network.Rounds.Count));
    }

    [Fact]
    public void Variants_take_the_activations_of_every_layer()
    {
        var mixed = Tiny with { Model = new MlpSettings { Hidden = [5, 4], Activation = null, Activations = [new ReluSettings(), new GeluSettings()] } };

        Assert.Equal([("mixed", mixed)], StepBench.Variants(mixed, []));
        var relu = Assert.Single(StepBench.Variants(mixed, [BenchedActivation.Relu]));

        Assert.Equal(new ReluSettings(), relu.Experiment.Model.Activation);
        Assert.Null(relu.Experiment.Model.Activations);
        Assert.Equal(mixed.Train, relu.Experiment.Train);
    }

    [Fact]
    public void Run_leaves_no_tensors()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Run(Tiny, new StepBenchOptions { Steps = 6, Activations = [BenchedActivation.Find("prelu")!] });

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Run_training_that_diverges_is_no_measurement()
    {
        var wild = Tiny with { Train = Tiny.Train with { Optimizer = new SgdSettings { Lr = 1e30 } } };

        var error = Assert.Throws<UserException>(() => Run(wild, new StepBenchOptions { Steps = 30 }));

        Assert.Equal(1, error.ExitCode);
        Assert.Equal("the training with leaky_relu diverged, so its times would say nothing; lower train.optimizer.lr", error.Message);
    }

    [Fact]
    public void Run_that_is_stopped_ends_before_the_next_network()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => StepBench.Run(Tiny, Data, new StepBenchOptions { Steps = 1, Threads = 1 }, null, stop.Token));
    }

    private static StepBenchResult Run(Experiment experiment, StepBenchOptions options) =>
        StepBench.Run(experiment, Data, options with { Threads = 1, MachineTurn = TimeSpan.FromMilliseconds(1) });
}

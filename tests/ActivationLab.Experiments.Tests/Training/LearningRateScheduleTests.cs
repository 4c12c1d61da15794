using System.Text.Json;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public class LearningRateScheduleTests(PyTorchTwin pyTorch)
{
    private static readonly JsonSerializerOptions s_snakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>(schedule, steps an epoch, epochs).</summary>
    public static TheoryData<SchedulerSettings, int, int> All => new()
    {
        { new CosineSchedulerSettings(), 13, 4 },
        { new CosineSchedulerSettings { EtaMin = 0.002 }, 100, 5 },
        { new CosineSchedulerSettings(), 1, 1 },
        { new StepSchedulerSettings { StepSize = 2, Gamma = 0.3 }, 7, 5 },
        { new StepSchedulerSettings { StepSize = 1, Gamma = 0.5 }, 1, 6 },
        { new StepSchedulerSettings(), 3, 4 },
        { new OneCycleSchedulerSettings(), 13, 4 },
        { new OneCycleSchedulerSettings { PctStart = 0.9, DivFactor = 10, FinalDivFactor = 100 }, 10, 3 },
        { new OneCycleSchedulerSettings { PctStart = 0.001 }, 10, 3 },
        { new OneCycleSchedulerSettings { PctStart = 0.999 }, 10, 3 },
        { new OneCycleSchedulerSettings { PctStart = 0.25 }, 2, 1 },
    };

    [PythonTheory("torch")]
    [MemberData(nameof(All))]
    public void Factor_at_every_step_is_PyTorchs(SchedulerSettings scheduler, int stepsPerEpoch, int epochs)
    {
        const double lr = 0.05;
        var settings = JsonSerializer.SerializeToNode(scheduler, s_snakeCase)!;
        var expected = pyTorch.Ask(new Dictionary<string, object>
        {
            ["do"] = "schedule",
            ["scheduler"] = settings,
            ["lr"] = lr,
            ["steps_per_epoch"] = stepsPerEpoch,
            ["epochs"] = epochs,
        }).Doubles();

        double[] rates = [.. Enumerable.Range(0, stepsPerEpoch * epochs)
            .Select(step => lr * LearningRateSchedule.Factor(scheduler, lr, step, stepsPerEpoch, epochs))];

        Assert.Equal(expected.Length, rates.Length);
        Assert.All(rates.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-12 * lr));
    }

    /// <summary>(schedule, steps an epoch, epochs, epochs of warm-up, steps of it).</summary>
    public static TheoryData<SchedulerSettings, int, int, double, int> Warmups => new()
    {
        { new ConstantSchedulerSettings(), 10, 3, 1, 10 },
        { new CosineSchedulerSettings(), 13, 4, 1, 13 },
        { new CosineSchedulerSettings(), 20, 3, 0.33, 7 },
        { new CosineSchedulerSettings(), 10, 3, 0.05, 1 },
        { new CosineSchedulerSettings(), 7, 4, 2.5, 18 },
        { new StepSchedulerSettings { StepSize = 1, Gamma = 0.5 }, 10, 4, 1.25, 13 },
        { new StepSchedulerSettings { StepSize = 2, Gamma = 0.3 }, 5, 6, 5.8, 29 },
    };

    [PythonTheory("torch")]
    [MemberData(nameof(Warmups))]
    public void Factor_with_warmup_at_every_step_is_PyTorchs(
        SchedulerSettings scheduler, int stepsPerEpoch, int epochs, double warmupEpochs, int warmupSteps)
    {
        const double lr = 0.05;
        var settings = new TrainSettings
        {
            Epochs = epochs,
            Scheduler = scheduler,
            Optimizer = new SgdSettings { Lr = lr },
            WarmupEpochs = warmupEpochs,
        };
        var described = JsonSerializer.SerializeToNode(scheduler, s_snakeCase)!;
        var expected = pyTorch.Ask(new Dictionary<string, object>
        {
            ["do"] = "warmed_up",
            ["scheduler"] = described,
            ["lr"] = lr,
            ["steps_per_epoch"] = stepsPerEpoch,
            ["epochs"] = epochs,
            ["warmup_steps"] = warmupSteps,
        }).Doubles();

        double[] rates = [.. Enumerable.Range(0, stepsPerEpoch * epochs)
            .Select(step => lr * LearningRateSchedule.Factor(settings, step, stepsPerEpoch))];

        Assert.Equal(expected.Length, rates.Length);
        Assert.All(rates.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-12 * lr));
    }

    [Fact]
    public void Factor_with_a_warmup_shorter_than_half_a_step_has_none()
    {
        var settings = new TrainSettings { WarmupEpochs = 0.04 };

        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select(step => LearningRateSchedule.Factor(settings, step, 10)));
    }

    // PyTorch's chained cosine multiplies what the warm-up left by its own step's quotient, which is no longer a cosine when eta_min is not 0.
    [Fact]
    public void Factor_with_warmup_and_eta_min_is_their_product()
    {
        var settings = new TrainSettings { Epochs = 2, WarmupEpochs = 1, Scheduler = new CosineSchedulerSettings { EtaMin = 1e-4 } };

        for (var step = 0; step < 20; step++)
        {
            var schedule = LearningRateSchedule.Factor(settings.Scheduler, 0.001, step, 10, 2);
            Assert.Equal(schedule * Math.Min(1, (step + 1) / 10.0), LearningRateSchedule.Factor(settings, step, 10), 1e-15);
        }
    }

    [Fact]
    public void Factor_constant_is_one() =>
        Assert.Equal(1, LearningRateSchedule.Factor(new ConstantSchedulerSettings(), 0.05, 77, 10, 20));

    [Fact]
    public void Factor_one_cycle_of_a_single_peak_step_is_one_there() =>
        Assert.Equal(1, LearningRateSchedule.Factor(new OneCycleSchedulerSettings { PctStart = 0.1 }, 0.05, 0, 10, 1));
}

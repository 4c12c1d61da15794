using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public class EpochTrainerTests(PyTorchTwin pyTorch)
{
    private static readonly TrainSettings s_settings = new() { Epochs = 3, BatchSize = 16 };

    private static readonly NetworkSettings s_mlp = Variants.Settings("mlp", "relu", batchNorm: false);

    [Fact]
    public void Train_sees_each_training_image_once_and_no_other()
    {
        using var twin = Numbered(500);
        using var trainer = new EpochTrainer(twin.Network, twin.Images, new ImageRange(37, 390), s_settings, seed: 1);
        var recorder = new BatchRecorder(twin.Network);

        var outcome = trainer.Train(1);

        var batches = recorder.Take();
        Assert.Equal(Enumerable.Range(37, 390), batches.SelectMany(batch => batch).Order());
        Assert.Equal([.. Enumerable.Repeat(16, 24), 390 - 24 * 16], batches.Select(batch => batch.Length));
        Assert.Equal((25, 390L, 25), (outcome.Steps, outcome.Images, trainer.StepsPerEpoch));
    }

    [Fact]
    public void Train_reports_its_first_step_and_then_no_more_often_than_asked()
    {
        using var twin = Numbered(500);
        using var trainer = new EpochTrainer(twin.Network, twin.Images, new ImageRange(0, 160), s_settings, seed: 1) { SecondsBetweenReports = 3600 };
        var reports = new List<(int Steps, long Images)>();

        trainer.Train(1, report: (steps, images, _) => reports.Add((steps, images)));

        Assert.Equal([(1, 16L)], reports);
    }

    [Fact]
    public void Train_order_differs_from_epoch_to_epoch_and_from_seed_to_seed()
    {
        int[][] orders = [.. Orders(seed: 1, 1, 2, 3), .. Orders(seed: 2, 1), Enumerable.Range(0, 200).ToArray()];

        foreach (var (first, second) in orders.SelectMany((first, i) => orders.Skip(i + 1).Select(second => (first, second))))
            Assert.InRange(first.Zip(second, (a, b) => a == b).Count(same => same), 0, 10); // by chance 1
    }

    [Fact]
    public void Train_order_of_an_epoch_depends_on_nothing_before_it() =>
        Assert.Equal(Orders(seed: 1, 1, 2, 3)[2], Orders(seed: 1, 3)[0]);

    [Fact]
    public void Train_order_is_the_same_for_every_network() =>
        Assert.Equal(Orders(seed: 1, 1)[0], Orders(seed: 1, Variants.Settings("cnn", "prelu channel", batchNorm: true), 1)[0]);

    public static TheoryData<SchedulerSettings> Schedulers => new()
    {
        new ConstantSchedulerSettings(),
        new CosineSchedulerSettings(),
        new StepSchedulerSettings { StepSize = 1, Gamma = 0.3 },
        new OneCycleSchedulerSettings(),
    };

    [Theory]
    [MemberData(nameof(Schedulers))]
    public void Train_lr_is_that_of_the_schedule_at_the_last_step(SchedulerSettings scheduler)
    {
        using var twin = Numbered(100);
        var settings = s_settings with { Scheduler = scheduler, Optimizer = new SgdSettings { Lr = 0.05 } };
        using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, settings, seed: 1);

        for (var epoch = 1; epoch <= settings.Epochs; epoch++)
        {
            var expected = 0.05 * LearningRateSchedule.Factor(scheduler, 0.05, epoch * 7 - 1, 7, settings.Epochs);
            Assert.Equal(expected, trainer.Train(epoch).Lr, 1e-15);
        }
    }

    [PythonTheory("torch")]
    [MemberData(nameof(Schedulers))]
    public void Train_is_PyTorchs_training_on_the_same_batches(SchedulerSettings scheduler)
    {
        const double lr = 0.02;
        var settings = s_settings with { Scheduler = scheduler, Optimizer = new SgdSettings { Lr = lr, WeightDecay = 0.01 } };
        using var twin = Numbered(100, Variants.Settings("mlp", "prelu channel", batchNorm: true));
        var request = twin.Request("train");
        using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, settings, seed: 1);
        var recorder = new BatchRecorder(twin.Network);

        var outcomes = Enumerable.Range(1, settings.Epochs).Select(epoch => trainer.Train(epoch)).ToArray();

        var batches = recorder.Take();
        request["batches"] = batches;
        request["optimizer"] = TwinOptimizer.Describe(settings.Optimizer);
        request["rates"] = batches.Select((_, step) => lr * LearningRateSchedule.Factor(scheduler, lr, step, trainer.StepsPerEpoch, settings.Epochs));
        var answer = pyTorch.Ask(request);
        foreach (var weights in answer.GetProperty("weights").EnumerateObject())
            Assert.InRange(Errors.Relative(twin.Weights(weights.Name), weights.Value.Doubles()), 0, 1e-9);
        // The mean over images, not over batches: the last one is smaller.
        var loss = answer.GetProperty("losses").Doubles().Zip(batches, (mean, batch) => mean * batch.Length).Sum() / (100 * settings.Epochs);
        Assert.Equal(loss, outcomes.Average(outcome => outcome.Loss), 1e-9);
        Assert.Equal(answer.GetProperty("correct").GetInt32() / (100.0 * settings.Epochs), outcomes.Average(outcome => outcome.Accuracy), 1e-12);
    }

    [PythonTheory("torch")]
    [InlineData("mlp", 0.1, 0)]
    [InlineData("mlp", 0, 1.5)]
    [InlineData("cnn", 0.3, 0.7)]
    public void Train_smoothed_and_clipped_is_PyTorchs(string model, double smoothing, double clip)
    {
        var settings = s_settings with { Optimizer = new SgdSettings { Lr = 0.05 }, LabelSmoothing = smoothing, ClipGradNorm = clip, WarmupEpochs = 1 };
        using var twin = Numbered(100, Variants.Settings(model, "prelu channel", batchNorm: true));
        var request = twin.Request("train");
        using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, settings, seed: 1);
        var recorder = new BatchRecorder(twin.Network);

        var outcomes = Enumerable.Range(1, settings.Epochs).Select(epoch => trainer.Train(epoch)).ToArray();

        var batches = recorder.Take();
        request["batches"] = batches;
        request["optimizer"] = TwinOptimizer.Describe(settings.Optimizer);
        request["rates"] = batches.Select((_, step) => 0.05 * Math.Min(1, (step + 1) / 7.0));
        request["label_smoothing"] = smoothing;
        if (clip > 0)
            request["clip_grad_norm"] = clip;
        var answer = pyTorch.Ask(request);
        foreach (var weights in answer.GetProperty("weights").EnumerateObject())
            Assert.InRange(Errors.Relative(twin.Weights(weights.Name), weights.Value.Doubles()), 0, 1e-9);
        var loss = answer.GetProperty("losses").Doubles().Zip(batches, (mean, batch) => mean * batch.Length).Sum() / (100 * settings.Epochs);
        Assert.Equal(loss, outcomes.Average(outcome => outcome.Loss), 1e-9);
        // Else the case shows less than it seems to.
        var norms = answer.GetProperty("norms").Doubles();
        Assert.Equal(clip > 0, norms.Any(norm => norm > clip) && norms.Any(norm => norm < clip));
    }

    [Fact]
    public void Train_augmented_gives_the_network_each_epochs_changes()
    {
        var augment = new RandomAugmentSettings { CropPadding = 2, Cutout = 3 };
        using var scope = NewDisposeScope();
        using var twin = new TwinCase(s_mlp, ScalarType.Float64, SyntheticImages.Make(50, 1, 8, seed: 9));
        using var trainer = new EpochTrainer(twin.Network, twin.Images, new ImageRange(0, 40), s_settings, seed: 1, augment);
        var seen = new List<string>();
        twin.Network.Module.register_forward_pre_hook((_, images) =>
        {
            seen.AddRange(images.ToDoubles().Chunk(64).Select(image => string.Join(' ', image)));
            return images;
        });

        for (var epoch = 1; epoch <= 2; epoch++)
        {
            seen.Clear();
            trainer.Train(epoch);

            using var augmenter = Augmenter.For(augment, twin.Images, seed: 1)!;
            augmenter.BeginEpoch(epoch);
            var expected = twin.Images.Select(arange(40, ScalarType.Int64), augmenter).Images.ToDoubles().Chunk(64);
            Assert.Equal(expected.Select(image => string.Join(' ', image)).Order(), seen.Order());
        }
    }

    [Fact]
    public void Train_timed_by_phase_goes_through_all_of_them_and_gives_the_same_bits()
    {
        var phases = new List<StepPhase>();

        var (plain, timed) = (Train(null), Train(phases.Add));

        Assert.Equal(plain, timed);
        Assert.Equal(Enumerable.Repeat(Enum.GetValues<StepPhase>(), 4).SelectMany(step => step), phases);

        static double[] Train(Action<StepPhase>? listener)
        {
            using var twin = Numbered(50);
            using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, s_settings, seed: 1) { PhaseEnded = listener };
            var outcome = trainer.Train(1);
            return [outcome.Loss, outcome.Accuracy, .. twin.Network.Parameters.Values.SelectMany(parameter => parameter.ToDoubles())];
        }
    }

    [Fact]
    public void Train_diverging_stops_before_the_end_of_the_epoch()
    {
        using var twin = Numbered(1000, Variants.Settings("mlp", "leaky_relu 0.2", batchNorm: false));
        var settings = s_settings with { BatchSize = 1, Optimizer = new SgdSettings { Lr = 1e30 } };
        using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, settings, seed: 1);

        var outcome = trainer.Train(1);

        Assert.False(double.IsFinite(outcome.Loss));
        Assert.InRange(outcome.Steps, 1, 200);
    }

    [Fact]
    public void Train_cancelled_stops_before_the_next_step()
    {
        using var twin = Numbered(100);
        using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, s_settings, seed: 1);
        using var stop = new CancellationTokenSource();
        var steps = 0;
        twin.Network.Module.register_forward_pre_hook((_, images) =>
        {
            if (++steps == 3)
                stop.Cancel();
            return images;
        });

        Assert.Throws<OperationCanceledException>(() => trainer.Train(1, cancellation: stop.Token));
        Assert.Equal(3, steps);
    }

    private static TwinCase Numbered(int count, NetworkSettings? settings = null) =>
        new(settings ?? s_mlp, ScalarType.Float64, SyntheticImages.MakeNumbered(count, 8, seed: 9));

    private static int[][] Orders(long seed, params int[] epochs) => Orders(seed, s_mlp, epochs);

    private static int[][] Orders(long seed, NetworkSettings settings, params int[] epochs)
    {
        using var twin = Numbered(200, settings);
        using var trainer = new EpochTrainer(twin.Network, twin.Images, twin.All, s_settings, seed);
        var recorder = new BatchRecorder(twin.Network);
        return [.. epochs.Select(epoch =>
        {
            trainer.Train(epoch);
            return recorder.Take().SelectMany(batch => batch).ToArray();
        })];
    }
}

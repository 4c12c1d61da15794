using System.Diagnostics;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Models;
using ActivationLab.Models.Initialisation;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>What one pass over the training images did.</summary>
/// <param name="Loss">Mean cross-entropy, each image at its own step; not finite when training diverged.</param>
/// <param name="Accuracy">Share classified right, each image at its own step.</param>
/// <param name="Lr">Learning rate of the last step.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="Images">Images seen.</param>
/// <param name="Seconds">Time it took.</param>
public sealed record EpochOutcome(double Loss, double Accuracy, double Lr, int Steps, long Images, double Seconds);

/// <summary>Trains a network, an epoch at a time.</summary>
public sealed class EpochTrainer : IDisposable
{
    // Between looks at the sums on the device: often enough to stop a diverged run soon, too seldom to cost anything.
    private const int StepsBetweenLooks = 100;
    private const double SecondsBetweenReports = 0.1;

    private readonly Network _network;
    private readonly ResidentImages _images;
    private readonly ImageRange _range;
    private readonly TrainSettings _settings;
    private readonly long _seed;
    private readonly Device _device;
    private readonly Augmenter? _augmenter;
    private readonly optim.Optimizer _optimizer;
    private readonly optim.lr_scheduler.LRScheduler _scheduler;

    /// <summary>Makes the optimizer and the schedule for a network.</summary>
    /// <param name="network">The network, initialised, on its device.</param>
    /// <param name="images">The training images, on the same device.</param>
    /// <param name="range">Those to train on.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="seed">Seed of the trial: decides shuffles, augmentation and dropout.</param>
    /// <param name="augment">Random changes to the images; null for none.</param>
    public EpochTrainer(
        Network network, ResidentImages images, ImageRange range, TrainSettings settings, long seed, AugmentSettings? augment = null)
    {
        (_network, _images, _range, _settings, _seed) = (network, images, range, settings, seed);
        _device = network.Parameters.Values.First().device;
        _augmenter = Augmenter.For(augment ?? new NoAugmentSettings(), images, seed);
        _optimizer = Optimizers.Build(settings.Optimizer, network);
        var lr = settings.Optimizer.LearningRate;
        _scheduler = optim.lr_scheduler.LambdaLR(
            _optimizer, step => LearningRateSchedule.Factor(settings.Scheduler, lr, step, StepsPerEpoch, settings.Epochs));
    }

    /// <summary>Steps of one epoch; the last may have fewer images.</summary>
    public int StepsPerEpoch => (_range.Count + _settings.BatchSize - 1) / _settings.BatchSize;

    /// <summary>Trains one epoch. Its order and its dropout are functions of (seed, epoch) alone.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="report">Called about ten times a second with (steps, images, seconds).</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">It was stopped; the network is somewhere inside the epoch.</exception>
    public EpochOutcome Train(int epoch, Action<int, long, double>? report = null, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        var order = Order(epoch);
        _augmenter?.BeginEpoch(epoch);
        manual_seed(SeedStream.Derive(_seed, "dropout", epoch));
        var loss = zeros([], ScalarType.Float64, _device);
        var correct = zeros([], ScalarType.Int64, _device);
        _network.Module.train();

        var clock = Stopwatch.StartNew();
        var reported = 0.0;
        var (steps, images, lr) = (0, 0L, 0.0);
        foreach (var (start, count) in new ImageRange(0, _range.Count).Batches(_settings.BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            // Freed at once: the scope around it would keep a view for every step of the epoch.
            using (var places = order.narrow(0, start, count))
                lr = Step(places, count, loss, correct);
            (steps, images) = (steps + 1, images + count);
            if (steps % StepsBetweenLooks == 0 && !double.IsFinite(loss.item<double>()))
                break;
            if (report is not null && clock.Elapsed.TotalSeconds - reported >= SecondsBetweenReports)
                report(steps, images, reported = clock.Elapsed.TotalSeconds);
        }

        // Reading the sums waits for the device, so the clock stops after it.
        var (meanLoss, accuracy) = (loss.item<double>() / images, (double)correct.item<long>() / images);
        return new EpochOutcome(meanLoss, accuracy, lr, steps, images, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Frees the optimizer's state and the augmentation's.</summary>
    public void Dispose()
    {
        _optimizer.Dispose();
        _augmenter?.Dispose();
    }

    // The permutation is drawn on the host, so that every device sees the same order.
    private Tensor Order(int epoch)
    {
        using var generator = new Generator((ulong)SeedStream.Derive(_seed, "shuffle", epoch));
        return randperm(_range.Count, ScalarType.Int64, generator: generator).add_(_range.Start).to(_device);
    }

    private double Step(Tensor places, int count, Tensor loss, Tensor correct)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = _images.Select(places, _augmenter);
        var logits = _network.Module.call(images);
        var batchLoss = nn.functional.cross_entropy(logits, labels);

        _optimizer.zero_grad();
        batchLoss.backward();
        var lr = _optimizer.ParamGroups.First().LearningRate;
        _optimizer.step();
        _scheduler.step();

        // Summed on the device: reading a number back would make it wait at every step.
        loss.add_(batchLoss.detach(), count);
        correct.add_(logits.detach().argmax(1).eq(labels).sum());
        return lr;
    }
}

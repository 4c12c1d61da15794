using System.Diagnostics;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>What one pass over the training images did.</summary>
/// <param name="Loss">
/// Mean of what is minimised, each image at its own step: cross-entropy, with label smoothing if there is any. Not finite when training diverged.
/// </param>
/// <param name="Accuracy">Share classified right, each image at its own step.</param>
/// <param name="Lr">Learning rate of the last step.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="Images">Images seen.</param>
/// <param name="Seconds">Time it took.</param>
public sealed record EpochOutcome(double Loss, double Accuracy, double Lr, int Steps, long Images, double Seconds);

/// <summary>Trains a network, an epoch at a time.</summary>
public sealed class EpochTrainer : IDisposable
{
    // Between looks at what is on the device: often enough to stop a diverged run soon, too seldom to cost anything.
    internal const int StepsBetweenLooks = 100;
    internal const double DefaultSecondsBetweenReports = 0.1;

    private readonly Network _network;
    private readonly ResidentImages _images;
    private readonly ImageRange _range;
    private readonly TrainSettings _settings;
    private readonly long _seed;
    private readonly Device _device;
    private readonly Augmenter? _augmenter;
    private readonly optim.Optimizer _optimizer;
    private readonly LowPrecisionNetwork? _lowPrecision;
    private readonly bool _isRandom;

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
        Memory = new OptimizerMemory(_optimizer, network);
        _lowPrecision = settings.ComputesIn == TrainPrecision.Bf16 ? new LowPrecisionNetwork(network, ScalarType.BFloat16) : null;
        _isRandom = network.Blueprint.Leaves.Any(layer => layer is DropoutLayer or ActivationLayer { Settings: RReluSettings });
    }

    /// <summary>Seconds between two reports of progress; 0 for one a step. Default 0.1.</summary>
    public double SecondsBetweenReports { get; init; } = DefaultSecondsBetweenReports;

    /// <summary>Steps of one epoch; the last may have fewer images.</summary>
    public int StepsPerEpoch => Steps.Count;

    /// <summary>Called when a phase of a step is over, for who times them; null, the default, costs nothing.</summary>
    internal Action<StepPhase>? PhaseEnded { get; init; }

    internal EpochSteps Steps => new(_range.Count, _settings.BatchSize);

    /// <summary>The epoch that the last call of <see cref="Train"/> was stopped in, if it had done a step of it; else null.</summary>
    public PartialEpoch? Stopped { get; private set; }

    /// <summary>What the optimizer remembers.</summary>
    internal IOptimizerMemory Memory { get; }

    /// <summary>
    /// Trains one epoch. Its order is a function of (seed, epoch) alone, what is random in a step one of (seed, step): so it is the same
    /// epoch whether it is trained at once or was stopped in between.
    /// </summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="from">How far it was when it was stopped, the network and <see cref="Memory"/> being as they were then; null for its beginning.</param>
    /// <param name="report">Called after the first step and every <see cref="SecondsBetweenReports"/> with (steps, images, seconds).</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="OperationCanceledException">It was stopped; see <see cref="Stopped"/>.</exception>
    public EpochOutcome Train(
        int epoch, PartialEpoch? from = null, Action<int, long, double>? report = null, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        var order = EpochOrder.Of(_seed, epoch, _range).to(_device);
        _augmenter?.BeginEpoch(epoch);
        var (steps, lr) = (from?.Steps ?? 0, 0.0);
        var images = Steps.ImagesAfter(steps);
        var sums = new EpochSums(_images, order, Steps.BatchSize, Math.Min(StepsBetweenLooks, StepsPerEpoch), (int)images, from);
        _network.Module.train();
        Stopped = null;

        var reported = double.NegativeInfinity;
        foreach (var (start, count) in new ImageRange(0, _range.Count).Batches(_settings.BatchSize).Skip(steps))
        {
            if (cancellation.IsCancellationRequested)
            {
                sums.Look();
                Stopped = steps > 0 ? new PartialEpoch(steps, sums.Loss, sums.Correct, Seconds()) : null;
                throw new OperationCanceledException(cancellation);
            }
            PhaseEnded?.Invoke(StepPhase.BetweenSteps);
            // Freed at once: the scope around it would keep a view for every step of the epoch.
            using (var places = order.narrow(0, start, count))
                lr = Step((epoch - 1L) * StepsPerEpoch + steps, places, count, sums);
            PhaseEnded?.Invoke(StepPhase.Bookkeeping);
            (steps, images) = (steps + 1, images + count);
            if (steps % StepsBetweenLooks == 0)
            {
                sums.Look();
                if (!double.IsFinite(sums.Loss))
                    break;
            }
            if (report is not null && clock.Elapsed.TotalSeconds - reported >= SecondsBetweenReports)
            {
                if (reported < 0)
                    sums.Look(); // waits for the device: the first report is of a step that is done
                reported = clock.Elapsed.TotalSeconds;
                report(steps, images, Seconds());
            }
        }

        // The look waits for the device, so the clock stops after it.
        sums.Look();
        return new EpochOutcome(sums.Loss / images, (double)sums.Correct / images, lr, steps, images, Seconds());

        double Seconds() => (from?.Seconds ?? 0) + clock.Elapsed.TotalSeconds;
    }

    /// <summary>Frees the optimizer's state, the augmentation's and what a lower precision needs.</summary>
    public void Dispose()
    {
        _lowPrecision?.Dispose();
        _optimizer.Dispose();
        _augmenter?.Dispose();
    }

    // step counts from 0 over the whole training.
    private double Step(long step, Tensor places, int count, EpochSums sums)
    {
        using var scope = NewDisposeScope();
        if (_isRandom)
            manual_seed(SeedStream.Derive(_seed, "dropout", step));
        var (images, labels) = _images.Select(places, _augmenter);
        PhaseEnded?.Invoke(StepPhase.Data);
        var logits = _lowPrecision?.Forward(images) ?? _network.Module.call(images);
        var batchLoss = nn.functional.cross_entropy(logits, labels, label_smoothing: _settings.LabelSmoothing);
        PhaseEnded?.Invoke(StepPhase.Forward);

        _optimizer.zero_grad();
        batchLoss.backward();
        _lowPrecision?.GiveGradients();
        PhaseEnded?.Invoke(StepPhase.Backward);
        if (_settings.ClipGradNorm > 0)
            GradientClipping.ClipNorm(_network.Parameters.Values, _settings.ClipGradNorm);
        var lr = SetLearningRate(step);
        _optimizer.step();
        PhaseEnded?.Invoke(StepPhase.Optimizer);

        sums.Add(batchLoss, logits, count);
        return lr;
    }

    private double SetLearningRate(long step)
    {
        var lr = _settings.Optimizer.LearningRate * LearningRateSchedule.Factor(_settings, step, StepsPerEpoch);
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = lr;
        return lr;
    }
}

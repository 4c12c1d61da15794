using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Models.Stacks;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>
/// Trains trials in lockstep as one stack, an epoch at a time. Each member gets the numbers that <see cref="EpochTrainer"/> would give it
/// alone, but for rounding: its own order of images, augmentation, learning rate, clipping and sums.
/// </summary>
internal sealed class StackTrainer : IDisposable
{
    private readonly IReadOnlyList<StackMember> _members;
    private readonly ResidentImages _images;
    private readonly ImageRange _range;
    private readonly double _labelSmoothing;
    private readonly EpochSteps _steps;
    private readonly StackedNetwork _network;
    private readonly StackedOptimizer _optimizer;
    private readonly Augmenter? _augmenter;
    private readonly Tensor? _maxNorms; // [members, 1]; null if no member clips

    /// <summary>Makes a stack of trials that <see cref="StackKey"/> lets share one.</summary>
    /// <param name="members">The trials.</param>
    /// <param name="images">The training images, on the networks' device.</param>
    /// <param name="range">Those to train on.</param>
    /// <param name="convolution">How convolutions are computed; null for what is fastest on the device.</param>
    /// <exception cref="ArgumentException">The trials cannot be one stack.</exception>
    public StackTrainer(IReadOnlyList<StackMember> members, ResidentImages images, ImageRange range, ConvolutionKind? convolution = null)
    {
        if (members.Select(member => StackKey.Of(member.Experiment)).Distinct().Count() != 1)
            throw new ArgumentException("the trials of a stack must agree in all that StackKey names", nameof(members));
        (_members, _images, _range) = (members, images, range);
        var experiment = members[0].Experiment;
        _labelSmoothing = experiment.Train.LabelSmoothing;
        _steps = new EpochSteps(range.Count, experiment.Train.BatchSize);
        var networks = members.Select(member => member.Network).ToArray();
        _network = new StackedNetwork(networks, convolution ?? FastestConvolution.Of(networks, Math.Min(experiment.Train.BatchSize, range.Count)));
        _optimizer = StackedOptimizer.For(_network, [.. members.Select(member => member.Experiment.Train.Optimizer)]);
        _augmenter = Augmenter.For(experiment.Data.Augment, images, [.. members.Select(member => member.Experiment.Seed)]);
        _maxNorms = MaxNorms();
    }

    /// <summary>Seconds between two reports of progress; 0 for one a step. Default 0.1.</summary>
    public double SecondsBetweenReports { get; init; } = EpochTrainer.DefaultSecondsBetweenReports;

    /// <summary>How an epoch is divided into steps.</summary>
    public EpochSteps Steps => _steps;

    /// <summary>
    /// The epoch that the last call of <see cref="Train"/> was stopped in, for each member; null if it had done no step. A member that
    /// has diverged has none.
    /// </summary>
    public IReadOnlyList<PartialEpoch?>? Stopped { get; private set; }

    /// <summary>The outcomes of the members that the last call of <see cref="Train"/> found diverged before the epoch's end; null for the others.</summary>
    public IReadOnlyList<EpochOutcome?> Diverged { get; private set; } = [];

    /// <summary>What the optimizer remembers of a member.</summary>
    public IOptimizerMemory MemoryOf(int member) => new StackedMemory(_optimizer, _network.Rows, _members[member].Network, member);

    /// <summary>
    /// Trains one epoch of every member. It begins with what the members' networks are, and leaves in them what they have become, also when
    /// it is stopped. A member whose loss is found not to be finite keeps the weights of that moment; the others go on without it.
    /// </summary>
    /// <param name="epochs">Number of each member's epoch, from 1.</param>
    /// <param name="from">
    /// How far each was when it was stopped, all after the same number of steps, networks and <see cref="MemoryOf"/> being as they were then;
    /// null for the beginning of the epoch.
    /// </param>
    /// <param name="report">Called every <see cref="SecondsBetweenReports"/> with (steps, images of a member, seconds).</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>The outcomes of the members. Their seconds are those of the whole stack.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; see <see cref="Stopped"/> and <see cref="Diverged"/>.</exception>
    public IReadOnlyList<EpochOutcome> Train(
        int[] epochs, IReadOnlyList<PartialEpoch?>? from = null, Action<int, long, double>? report = null, CancellationToken cancellation = default)
    {
        var first = FirstStep(epochs, from);
        using var scope = NewDisposeScope();
        var progress = new StackProgress(epochs.Length, from, _images.Device);
        (Stopped, Diverged) = (null, progress.Diverged);
        var rates = Rates(epochs, first);
        _optimizer.Begin(rates);
        _augmenter?.BeginEpoch(epochs);
        var order = Order(epochs); // [images, members]
        var draws = _augmenter is null ? null : order + arange(_members.Count, ScalarType.Int64, _images.Device) * _images.Count;
        _network.Gather();

        var reported = 0.0;
        var steps = first;
        foreach (var (start, count) in new ImageRange(0, _range.Count).Batches(_steps.BatchSize).Skip(first))
        {
            if (!progress.Training.Any())
                break;
            if (cancellation.IsCancellationRequested)
            {
                Stopped = steps > 0 ? progress.Partial(steps) : null;
                Leave(progress.Training, steps - first);
                throw new OperationCanceledException(cancellation);
            }
            Step(steps - first, order, draws, start, count, progress);
            steps++;
            if (steps % EpochTrainer.StepsBetweenLooks == 0)
                Leave(progress.Look(steps, _steps.ImagesAfter(steps), rates[steps - first - 1]), steps - first);
            if (report is not null && progress.Seconds - reported >= SecondsBetweenReports)
            {
                reported = progress.Seconds;
                report(steps, _steps.ImagesAfter(steps), progress.Seconds);
            }
        }
        Leave(progress.Training, steps - first);
        return progress.Outcomes(steps, _steps.ImagesAfter(steps), rates.LastOrDefault());
    }

    /// <summary>Frees the stack's tensors; the members' networks stay.</summary>
    public void Dispose()
    {
        _network.Dispose();
        _optimizer.Dispose();
        _augmenter?.Dispose();
        _maxNorms?.Dispose();
    }

    private int FirstStep(int[] epochs, IReadOnlyList<PartialEpoch?>? from)
    {
        if (epochs.Length != _members.Count || (from?.Count ?? _members.Count) != _members.Count)
            throw new ArgumentException($"a stack of {_members.Count} needs as many epochs, and as many places in them", nameof(epochs));
        var places = epochs.Select((_, member) => from?[member]?.Steps ?? 0).Distinct().ToArray();
        return places.Length == 1
            ? places[0]
            : throw new ArgumentException($"the members of a stack must be at one place of their epochs, not after {string.Join(", ", places)} steps", nameof(from));
    }

    // [steps][members], from the first step to do on.
    private double[][] Rates(int[] epochs, int first) => [.. Enumerable.Range(first, _steps.Count - first).Select(step =>
        _members.Select((member, index) => Rate(member.Experiment.Train, epochs[index], step)).ToArray())];

    private double Rate(TrainSettings settings, int epoch, int step) => settings.Optimizer.LearningRate
        * LearningRateSchedule.Factor(settings, (epoch - 1L) * _steps.Count + step, _steps.Count);

    private Tensor Order(int[] epochs) =>
        stack(_members.Zip(epochs, (member, epoch) => EpochOrder.Of(member.Experiment.Seed, epoch, _range)), 1).to(_images.Device);

    private Tensor? MaxNorms()
    {
        var norms = _members.Select(member => member.Experiment.Train.ClipGradNorm).ToArray();
        if (norms.All(norm => norm == 0))
            return null;
        using var scope = NewDisposeScope();
        return tensor(norms.Select(norm => norm > 0 ? norm : double.PositiveInfinity).ToArray(), [norms.Length, 1], dtype: _network.Parameters.dtype)
            .to(_images.Device).DetachFromDisposeScope();
    }

    // What happens in the rows of the stack afterwards reaches no network.
    private void Leave(IEnumerable<int> members, int steps)
    {
        foreach (var member in members)
        {
            _network.Scatter(member);
            _optimizer.Count(member, steps);
        }
    }

    private void Step(int step, Tensor order, Tensor? draws, int start, int count, StackProgress progress)
    {
        using var scope = NewDisposeScope();
        var (pixels, targets) = _images.Select(Batch(order), _augmenter, draws is null ? null : Batch(draws));
        var images = pixels.view([count, _members.Count, .. pixels.shape[1..]]).transpose(0, 1); // [members, batch, …]
        var labels = targets.view(count, _members.Count).t(); // [members, batch]
        var logits = _network.Forward(images);
        var losses = nn.functional.cross_entropy(
            logits.flatten(0, 1), labels.flatten(), reduction: nn.Reduction.None, label_smoothing: _labelSmoothing)
            .view(_members.Count, count).mean([1]);

        // The gradient of the sum in a member's row is that of its own loss.
        _network.Parameters.grad = null;
        losses.sum().backward();
        using var _ = no_grad();
        var gradient = _network.Parameters.grad!;
        if (_maxNorms is not null)
            GradientClipping.ClipRows(gradient, _maxNorms);
        _optimizer.Step(step, gradient);
        progress.Add(losses, logits.argmax(2).eq(labels), count);

        Tensor Batch(Tensor rows) => rows.narrow(0, start, count).flatten();
    }
}

using System.Diagnostics;
using ActivationLab.Experiments.Runs;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>An epoch of a stack while it is trained: each member's sums, on the device, and who is still in it.</summary>
internal sealed class StackProgress
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Tensor _loss; // [members]
    private readonly Tensor _correct;
    private readonly EpochOutcome?[] _diverged;
    private readonly double _secondsBefore;

    /// <summary>Begins an epoch, or goes on with one. The sums belong to the caller's scope.</summary>
    public StackProgress(int members, IReadOnlyList<PartialEpoch?>? from, Device device)
    {
        _diverged = new EpochOutcome?[members];
        var before = Enumerable.Range(0, members).Select(member => from?[member]).ToArray();
        _secondsBefore = before.Max(partial => partial?.Seconds ?? 0);
        _loss = tensor(before.Select(partial => partial?.Loss ?? 0).ToArray(), [members]).to(device);
        _correct = tensor(before.Select(partial => partial?.Correct ?? 0).ToArray(), [members]).to(device);
    }

    /// <summary>Seconds of the epoch so far.</summary>
    public double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

    /// <summary>The numbers of the members that have not diverged, as they are when this is read.</summary>
    public int[] Training => [.. Enumerable.Range(0, _diverged.Length).Where(member => _diverged[member] is null)];

    /// <summary>The outcomes of those that have diverged.</summary>
    public IReadOnlyList<EpochOutcome?> Diverged => _diverged;

    /// <summary>Adds a step: losses [members] and which images were classified right [members, batch].</summary>
    public void Add(Tensor losses, Tensor right, int count)
    {
        // Summed on the device: reading a number back would make it wait at every step.
        _loss.add_(losses.detach(), count);
        _correct.add_(right.sum(1));
    }

    /// <summary>Looks whose loss is not finite any more, and returns the members of which that is new.</summary>
    /// <param name="steps">Steps done.</param>
    /// <param name="images">Images seen by a member.</param>
    /// <param name="rates">Learning rates of the last step.</param>
    public int[] Look(int steps, long images, double[] rates)
    {
        var loss = _loss.ToDoubles();
        var found = Training.Where(member => !double.IsFinite(loss[member])).ToArray();
        if (found.Length == 0)
            return found;
        var outcomes = Outcomes(steps, images, rates);
        foreach (var member in found)
            _diverged[member] = outcomes[member];
        return found;
    }

    /// <summary>What the epoch did, for each member.</summary>
    /// <param name="steps">Steps done.</param>
    /// <param name="images">Images seen by a member.</param>
    /// <param name="rates">Learning rates of the last step; null if there was none.</param>
    public IReadOnlyList<EpochOutcome> Outcomes(int steps, long images, double[]? rates)
    {
        // Reading the sums waits for the device, so the time is taken after it.
        var (loss, correct) = (_loss.ToDoubles(), _correct.ToLongs());
        var seconds = Seconds;
        return [.. loss.Select((sum, member) => _diverged[member]
            ?? new EpochOutcome(sum / images, (double)correct[member] / images, rates?[member] ?? 0, steps, images, seconds))];
    }

    /// <summary>How far the epoch is, for each member that is still in it.</summary>
    /// <param name="steps">Steps done.</param>
    public IReadOnlyList<PartialEpoch?> Partial(int steps)
    {
        var (loss, correct, training) = (_loss.ToDoubles(), _correct.ToLongs(), Training);
        return [.. loss.Select((sum, member) => training.Contains(member) ? new PartialEpoch(steps, sum, correct[member], Seconds) : null)];
    }
}

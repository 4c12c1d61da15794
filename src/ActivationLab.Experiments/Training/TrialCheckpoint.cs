using ActivationLab.Experiments.Runs;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>The tensors of a trial on their way into a checkpoint and back.</summary>
internal sealed class TrialCheckpoint(Network network, IOptimizerMemory memory, EpochSteps steps, EpochHistory history)
{
    private const string Model = "model.", Optimizer = "optimizer.", Last = "last.", Best = "best.";

    /// <summary>
    /// All that the trial needs to go on from where it is now: valid until the network trains, or the caller's dispose scope ends.
    /// </summary>
    /// <param name="insideEpoch">Whether the network has moved on since the last whole epoch.</param>
    public IEnumerable<SafetensorsTensor> Save(bool insideEpoch)
    {
        var tensors = new List<SafetensorsTensor>();
        Add(Model, network.Module.state_dict().Select(named => (named.Key, named.Value)));
        Add(Optimizer, memory.Tensors);
        if (history is { Last: { } last, Best: { } best })
        {
            if (insideEpoch)
                Add(Last, last.Weights.Tensors.Select(named => (named.Key, named.Value)));
            if (!ReferenceEquals(last.Weights, best.Weights))
                Add(Best, best.Weights.Tensors.Select(named => (named.Key, named.Value)));
        }
        return tensors;

        void Add(string prefix, IEnumerable<(string Name, Tensor Tensor)> named) =>
            tensors.AddRange(named.Select(one => WeightsFile.View(prefix + one.Name, one.Tensor)));
    }

    /// <summary>Makes network, optimizer and history what they were.</summary>
    /// <param name="stored">The checkpoint.</param>
    /// <param name="rows">The rows of its whole epochs.</param>
    /// <exception cref="UserException">The checkpoint is of another network or optimizer.</exception>
    public void Restore(StoredCheckpoint stored, IReadOnlyList<EpochRow> rows)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var record = stored.Record;
        if (record.Partial?.Steps > steps.Count)
            throw Unfit($"is {record.Partial.Steps} steps into an epoch of {steps.Count}");
        var own = network.Module.state_dict();
        foreach (var (name, tensor) in own)
            tensor.copy_(Need(stored, Model + name, tensor));
        memory.Restore(record.OptimizerSteps, (name, like) => Find(stored, Optimizer + name, like));
        if (record.Epoch == 0)
            return;
        var best = record.BestEpoch == record.Epoch ? null : Snapshot(Best);
        var images = record.Images - steps.ImagesAfter(record.Partial?.Steps ?? 0);
        history.Restore(rows, images, record.BestEpoch, Snapshot(record.Partial is null ? Model : Last), best);

        WeightsSnapshot Snapshot(string prefix) =>
            WeightsSnapshot.Of(own.Select(named => KeyValuePair.Create(named.Key, Need(stored, prefix + named.Key, named.Value))));
    }

    /// <summary>The numbers, from 0, of the units whose flag is set, for each layer.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Numbers(IReadOnlyList<IReadOnlyList<bool>> flags) =>
        [.. flags.Select(layer => layer.Index().Where(unit => unit.Item).Select(unit => unit.Index).ToArray())];

    /// <summary>For each activation of a network and each of its units, whether its number is among those given.</summary>
    /// <exception cref="UserException">They are of another network.</exception>
    public static IReadOnlyList<IReadOnlyList<bool>> Flags(IReadOnlyList<IReadOnlyList<int>> numbers, Network network)
    {
        var units = network.Blueprint.Activations.Select(layer => layer.Units).ToArray();
        if (numbers.Count != units.Length || numbers.Zip(units, (layer, count) => layer.Any(unit => unit < 0 || unit >= count)).Any(wrong => wrong))
            throw Unfit("has dead units of another network");
        return [.. numbers.Zip(units, (layer, count) => Enumerable.Range(0, count).Select(layer.ToHashSet().Contains).ToArray())];
    }

    private static Tensor Need(StoredCheckpoint stored, string name, Tensor like) => Find(stored, name, like) ?? throw Unfit($"has no tensor {name}");

    private static Tensor? Find(StoredCheckpoint stored, string name, Tensor like)
    {
        if (!stored.Tensors.TryGetValue(name, out var found))
            return null;
        if (found.Dtype != WeightsFile.DtypeOf(like.dtype) || !found.Shape.AsSpan().SequenceEqual(like.shape))
            throw Unfit($"has {name} as {found.Dtype} of shape [{string.Join(", ", found.Shape)}] where {like.dtype} of [{string.Join(", ", like.shape)}] is needed");
        return WeightsFile.Convert(found, like.device);
    }

    private static UserException Unfit(string what) =>
        new($"the checkpoint {what}: another version of ActivationLab wrote it; --fresh moves this run aside and starts over");
}

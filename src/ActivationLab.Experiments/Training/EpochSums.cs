using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>
/// Loss and images classified right, summed over the steps of an epoch. A step only leaves what it found in places on the device that are kept
/// for it; summing is for when somebody looks, and the sums are the same to the last bit however often that is.
/// </summary>
internal sealed class EpochSums
{
    private readonly ResidentImages _images;
    private readonly Tensor _order;
    private readonly Tensor _losses; // [steps between looks]
    private readonly Tensor _classes; // [steps between looks · batch]
    private readonly (Tensor Loss, Tensor Classes)[] _places;
    private readonly List<int> _counts = [];
    private int _from;

    /// <summary>Begins an epoch, or goes on with one. The tensors belong to the caller's scope.</summary>
    /// <param name="images">The images, whose labels say what is right.</param>
    /// <param name="order">Which of them the epoch sees, in that order [images].</param>
    /// <param name="batchSize">Images of every step but the last.</param>
    /// <param name="steps">Steps between two looks, at most.</param>
    /// <param name="seen">Images that were seen before.</param>
    /// <param name="before">The sums then; null for none.</param>
    public EpochSums(ResidentImages images, Tensor order, int batchSize, int steps, int seen, PartialEpoch? before)
    {
        (_images, _order, _from) = (images, order, seen);
        (Loss, Correct) = (before?.Loss ?? 0, before?.Correct ?? 0);
        _losses = zeros([steps], ScalarType.Float64, images.Device);
        _classes = zeros([(long)steps * batchSize], ScalarType.Int64, images.Device);
        _places = [.. Enumerable.Range(0, steps).Select(step => (_losses.narrow(0, step, 1), _classes.narrow(0, (long)step * batchSize, batchSize)))];
    }

    /// <summary>The loss of each step times its images, as of the last look.</summary>
    public double Loss { get; private set; }

    /// <summary>Images classified right, as of the last look.</summary>
    public long Correct { get; private set; }

    /// <summary>Keeps what a step found. Waits for nothing.</summary>
    /// <param name="loss">Its mean loss.</param>
    /// <param name="logits">[images, classes].</param>
    /// <param name="count">Its images.</param>
    public void Add(Tensor loss, Tensor logits, int count)
    {
        using var _ = no_grad();
        var (place, classes) = _places[_counts.Count];
        place.copy_(loss);
        var found = logits.argmax(1);
        if (count == classes.NumberOfElements)
            classes.copy_(found);
        else
            classes.narrow(0, 0, count).copy_(found);
        _counts.Add(count);
    }

    /// <summary>Adds up what was kept, which waits for the device.</summary>
    public void Look()
    {
        if (_counts.Count == 0)
            return;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (loss, count) in _losses.ToDoubles().Zip(_counts))
            Loss += loss * count;
        var images = _counts.Sum();
        Correct += _classes.narrow(0, 0, images).eq(_images.Labels(_order.narrow(0, _from, images))).sum().item<long>();
        _from += images;
        _counts.Clear();
    }
}

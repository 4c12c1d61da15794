using ActivationLab.Experiments.Data;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Measures;

/// <summary>Measures the units of a network on the probe set.</summary>
public static class UnitProbe
{
    // Pre-activations of a batch: few enough that passes over those of a layer stay in the caches, and that a wide network fits into memory.
    private const long BatchNumbers = 2 << 20;
    private const int LargestBatch = 500;

    /// <summary>
    /// Runs the probe set through the network and back in evaluation mode, and returns the measures of each activation, from the image to
    /// the logits. The network, its gradients included, is left as it was.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="images">Where the images are, on the network's device.</param>
    /// <param name="probe">Those of the probe set.</param>
    public static IReadOnlyList<LayerMeasures> Measure(Network network, ResidentImages images, ImageRange probe)
    {
        var wasTraining = network.Module.training;
        var watches = new List<ActivationWatch>();
        network.Module.eval();
        try
        {
            foreach (var site in network.Activations)
                watches.Add(new ActivationWatch(network, site, probe.Count));
            foreach (var (start, count) in probe.Batches(BatchSize(network)))
            {
                using var scope = NewDisposeScope();
                Pass(network, watches, images.Slice(start, count));
            }
            return [.. watches.Select(watch => watch.Read())];
        }
        finally
        {
            watches.ForEach(watch => watch.Dispose());
            network.Module.train(wasTraining);
        }
    }

    private static int BatchSize(Network network)
    {
        var numbers = network.Activations.Sum(site => site.Layer.Output.Size);
        return (int)Math.Clamp(BatchNumbers / Math.Max(1, numbers), 1, LargestBatch);
    }

    private static void Pass(Network network, List<ActivationWatch> watches, (Tensor Images, Tensor Labels) batch)
    {
        using var _ = enable_grad();
        var logits = network.Module.call(batch.Images);
        // A network without hidden layers has no units.
        if (watches.Count == 0)
            return;
        var loss = nn.functional.cross_entropy(logits, batch.Labels, reduction: nn.Reduction.Sum);
        // Not backward(), which would add to the parameters' own gradients.
        var gradients = autograd.grad([loss], [.. watches.Select(watch => watch.PreActivation), .. watches.Select(watch => watch.Weight)]);
        foreach (var (index, watch) in watches.Index())
            watch.AddGradients(gradients[index], gradients[watches.Count + index]);
    }
}

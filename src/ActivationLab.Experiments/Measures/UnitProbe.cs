using ActivationLab.Experiments.Data;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Measures;

/// <summary>Measures the units of a network on the probe set.</summary>
public static class UnitProbe
{
    // Smaller than an evaluation's: the batch is read several times, so it should stay in the caches.
    private const int BatchSize = 250;

    /// <summary>
    /// Runs the probe set through the network in evaluation mode, without gradients, and returns the measures of each activation, from the
    /// image to the logits. The network is left in the mode it was in.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="images">Where the images are, on the network's device.</param>
    /// <param name="probe">Those of the probe set.</param>
    public static IReadOnlyList<LayerMeasures> Measure(Network network, ResidentImages images, ImageRange probe)
    {
        var weight = network.Parameters.Values.First();
        var wasTraining = network.Module.training;
        var counters = new List<UnitCounter>();
        network.Module.eval();
        try
        {
            using var _ = no_grad();
            foreach (var site in network.Activations)
                counters.Add(new UnitCounter(site, weight.device, weight.dtype));
            foreach (var (start, count) in probe.Batches(BatchSize))
            {
                using var scope = NewDisposeScope();
                network.Module.call(images.Slice(start, count).Images);
            }
            return [.. counters.Select(counter => counter.Read())];
        }
        finally
        {
            counters.ForEach(counter => counter.Dispose());
            network.Module.train(wasTraining);
        }
    }
}

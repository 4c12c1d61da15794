using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>
/// Times training steps of a configuration, made by the trainer of <c>train</c> on the real images: as a whole and by phase, in turns with
/// the same network under other activations, who is first changing from round to round. All is in the precision of the configuration, the
/// matrix products alone too. Writes no files.
/// </summary>
public static class StepBench
{
    // A measurement of the units takes as long as some steps, and needs no more than its median.
    private const int MostProbes = 7;

    /// <summary>Measures.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="data">Its data set.</param>
    /// <param name="options">What, and how.</param>
    /// <param name="progress">Hears how many rounds are done, of <see cref="StepBenchOptions.Rounds"/>.</param>
    /// <param name="cancellation">Stops between the rounds of two networks.</param>
    /// <exception cref="UserException">There is no such device, or the training diverged.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StepBenchResult Run(
        Experiment experiment, LoadedDataset data, StepBenchOptions options, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        TorchRuntime.SetThreads(options.Threads);
        TorchRuntime.SetPrecision(experiment.Train.ComputesIn);
        var device = TorchRuntime.Device(experiment.Device);
        var info = DatasetCatalog.Get(data.Name);
        using var images = new ResidentImages(data.Train, info, device);
        var networks = new List<SteppedNetwork>();
        var gflops = new List<double>();
        try
        {
            foreach (var (name, variant) in Variants(experiment, options.Activations))
                networks.Add(new SteppedNetwork(name, variant, images, new DeviceClock(device, options.Time)));
            // A round stays within an epoch.
            var steps = Math.Min(Math.Max(1, options.Steps / options.Rounds), networks[0].StepsPerEpoch);
            networks.ForEach(network => network.WarmUp(steps));
            for (var round = 0; round < options.Rounds; round++)
            {
                gflops.Add(TorchRuntime.MeasureGflops(options.MachineTurn, device, experiment.Train.ComputesIn));
                foreach (var network in InTurn(networks, round))
                {
                    cancellation.ThrowIfCancellationRequested();
                    network.AddRound(steps, probe: round < MostProbes);
                }
                progress?.Report(round + 1);
            }
            return new StepBenchResult(
                SettingsName.Of(experiment.Model), info.Title, experiment.Train.BatchSize, networks[0].StepsPerEpoch,
                experiment.Probe.EveryEpochs, experiment.Probe.Images, gflops, [.. networks.Select(network => network.Timing)])
            {
                Precision = experiment.Train.ComputesIn,
            };
        }
        finally
        {
            networks.ForEach(network => network.Dispose());
        }
    }

    /// <summary>The configuration with each of the activations, ReLU among them; the configuration itself if there is none.</summary>
    internal static IReadOnlyList<(string Name, Experiment Experiment)> Variants(Experiment experiment, IReadOnlyList<BenchedActivation> activations)
    {
        if (activations.Count == 0)
            return [(SettingsName.OfActivations(experiment.Model), experiment)];
        var all = activations.Contains(BenchedActivation.Relu) ? activations : [BenchedActivation.Relu, .. activations];
        return [.. all.Select(activation => (activation.Name, experiment with
        {
            Model = experiment.Model with { Activation = activation.Settings, Activations = null },
        }))];
    }

    // Each network is first, second and so on equally often, and follows each of its neighbours equally often.
    private static IEnumerable<SteppedNetwork> InTurn(List<SteppedNetwork> networks, int round)
    {
        var turned = Enumerable.Range(0, networks.Count).Select(place => networks[(place + round / 2) % networks.Count]);
        return round % 2 == 0 ? turned : turned.Reverse();
    }
}

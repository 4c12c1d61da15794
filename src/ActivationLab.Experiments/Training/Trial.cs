using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Training;

/// <summary>One configuration with one seed, from the data to the last file.</summary>
public static class Trial
{
    /// <summary>
    /// Runs a trial in its run folder, goes on with it from its checkpoint, or finds that it has ended there. A trial that diverges, or is
    /// stopped, is a normal result: its files are complete as far as it came, and its status says what happened.
    /// </summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancellation">Stops the trial between two steps; its files are finished and a checkpoint is written.</param>
    /// <param name="loaded">The data set, if the caller has it in memory already.</param>
    /// <exception cref="UserException">The device, the data or the run folder is not as it must be.</exception>
    public static TrialResult Run(
        Experiment experiment, TrialOptions options, ITrialObserver observer, CancellationToken cancellation, LoadedDataset? loaded = null)
    {
        TorchRuntime.SetThreads(options.Threads);
        TorchRuntime.SetPrecision(experiment.Train.ComputesIn);
        var data = Lazily(experiment, options, loaded);
        using var entry = TrialEntry.Open(experiment, options, TorchRuntime.Device(experiment.Device), observer, data);
        if (entry.Ended is { } ended)
            return ended;

        using var alone = Build();
        entry.TakeUp(alone.Session);
        return alone.Run(cancellation);

        SoloTraining Build()
        {
            try
            {
                return new SoloTraining(entry, data.Value, options);
            }
            catch (Exception error)
            {
                entry.FailToStart(error);
                throw;
            }
        }
    }

    /// <summary>The data set of a trial: what the caller has loaded or is reading, else read at the first need.</summary>
    internal static Lazy<LoadedDataset> Lazily(Experiment experiment, TrialOptions options, LoadedDataset? loaded) => loaded is null
        ? options.Data ?? new Lazy<LoadedDataset>(() => DatasetStore.Load(experiment.Data.Name, DataFolder.Resolve(options.DataFolder)))
        : new Lazy<LoadedDataset>(loaded);
}

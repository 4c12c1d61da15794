using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Models.Blueprints;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>One configuration with one seed, from the data to the last file.</summary>
public static class Trial
{
    /// <summary>
    /// Runs a trial in its run folder, or finds it completed there. A trial that diverges, or is stopped, is a normal result: its files are
    /// complete as far as it came, and its status says what happened.
    /// </summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancellation">Stops the trial between two steps; its files are finished.</param>
    /// <param name="loaded">The data set, if the caller has it in memory already.</param>
    /// <exception cref="UserException">The device, the data or the run folder is not as it must be.</exception>
    public static TrialResult Run(
        Experiment experiment, TrialOptions options, ITrialObserver observer, CancellationToken cancellation, LoadedDataset? loaded = null)
    {
        TorchRuntime.SetThreads(options.Threads);
        var device = TorchRuntime.Device(experiment.Device);
        var folder = RunFolder.For(options.RunsFolder, experiment);
        var started = DateTimeOffset.UtcNow;
        var lazyData = new Lazy<LoadedDataset>(
            () => loaded ?? DatasetStore.Load(experiment.Data.Name, DataFolder.Resolve(options.DataFolder)));
        // Before the folder is touched: data that cannot be read must not move an earlier trial aside.
        if (options.Fresh || folder.ReadRun() is not { Status: RunStatus.Completed })
            _ = lazyData.Value;
        using var writer = folder.Open(options.Fresh, options.LogToConsole);
        if (writer is null)
            return new TrialResult(folder.FullName, folder.ReadRun()!, folder.ReadLastLayers(), AlreadyDone: true);

        var data = lazyData.Value;
        writer.WriteConfig(ExperimentYaml.Write(experiment));
        writer.WriteEnvironment(Environment(experiment, options, device, data, started));

        using var session = Start(experiment, data, device, writer);
        var result = session.Run(observer, cancellation);
        observer.Finished(result);
        return result;
    }

    // Building the network and moving the images is where a device runs out of memory.
    private static TrialSession Start(Experiment experiment, LoadedDataset data, Device device, RunWriter writer)
    {
        try
        {
            return new TrialSession(experiment, data, device, writer);
        }
        catch (Exception error)
        {
            writer.Log.Error(error, "could not start");
            var info = DatasetCatalog.Get(data.Name);
            var blueprint = BlueprintWriter.Write(
                experiment.Model, new ImageShape(info.Channels, info.Height, info.Width), info.ClassNames.Count);
            var end = new TrialEnd(RunStatus.Failed, LibtorchMessage.Of(error), null, null, 0, device.ToString(), get_num_threads());
            using var nothing = new EpochHistory();
            writer.WriteRun(TrialRows.Run(experiment, data.Variant, writer.Folder.Cell, blueprint, end, nothing));
            throw;
        }
    }

    private static EnvironmentRecord Environment(
        Experiment experiment, TrialOptions options, Device device, LoadedDataset data, DateTimeOffset started)
    {
        var facts = TorchRuntime.Describe();
        return EnvironmentRecord.Capture(
            new TorchRecord(facts.Provider, facts.Libtorch, facts.Blas, facts.Cuda), device.ToString(), facts.Threads,
            new DataRecord(DatasetCatalog.Get(data.Name).Text, data.Variant, data.Sha256), experiment.Seed, options.CommandLine, started);
    }
}

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
        var device = TorchRuntime.Device(experiment.Device);
        var folder = RunFolder.For(options.RunsFolder, experiment);
        var started = DateTimeOffset.UtcNow;
        if (!options.Fresh)
            folder.CheckConfiguration();
        // Before the folder is touched: data that cannot be read must not move an earlier trial aside.
        var lazyData = new Lazy<LoadedDataset>(
            () => loaded ?? DatasetStore.Load(experiment.Data.Name, DataFolder.Resolve(options.DataFolder)));
        if (!options.Fresh && folder.ReadEnd() is { } end)
            TrialData.CheckRelease(folder, end, experiment, options, loaded);
        else
            _ = lazyData.Value;
        using var writer = folder.Open(options.Fresh, options.LogToConsole);
        if (writer is null)
            return new TrialResult(folder.FullName, folder.ReadEnd()!, folder.ReadLastLayers(), AlreadyDone: true);

        var environment = Environment(experiment, options, device, lazyData.Value, started);
        foreach (var warning in writer.Warnings)
            Warn(writer, observer, warning);
        using var session = writer.Stored is { } stored
            ? Resume(writer, stored, environment, observer, Build)
            : Start(experiment, writer, environment, Build);
        var result = session.Run(observer, cancellation);
        observer.Finished(result);
        return result;

        TrialSession Build() => new(experiment, lazyData.Value, device, writer, environment, options.SecondsBetweenReports);
    }

    private static TrialSession Resume(
        RunWriter writer, StoredCheckpoint stored, EnvironmentRecord environment, ITrialObserver observer, Func<TrialSession> build)
    {
        var record = stored.Record;
        if ((record.Cell, record.Seed) != (writer.Folder.Cell, environment.Seed))
            throw new UserException($"{writer.Folder.FullName}: its checkpoint is of {record.Cell} with seed {record.Seed}; use --fresh or another name", 2);
        TrialData.CheckSame(writer.Folder, record.Data, environment.Data);

        var session = build();
        try
        {
            session.TakeUp(stored);
            writer.WriteResumption(
                new ResumptionRecord(environment.Started, environment.CommandLine, record.Epoch, record.Partial?.Steps ?? 0, environment.Computed), environment);
        }
        catch
        {
            session.Dispose();
            throw;
        }
        if (environment.Computed.DifferenceFrom(record.Computed) is { Length: > 0 } difference)
            Warn(writer, observer, $"goes on with {difference}: its numbers may differ in the last digits from those of a run that was never stopped");
        return session;
    }

    private static void Warn(RunWriter writer, ITrialObserver observer, string message)
    {
        writer.Log.Warning("{Warning}", message);
        observer.Warned(message);
    }

    // Building the network and moving the images is where a device runs out of memory.
    private static TrialSession Start(Experiment experiment, RunWriter writer, EnvironmentRecord environment, Func<TrialSession> build)
    {
        writer.WriteConfig(ExperimentYaml.Write(experiment));
        writer.WriteEnvironment(environment);
        try
        {
            return build();
        }
        catch (Exception error)
        {
            writer.Log.Error(error, "could not start");
            var info = DatasetCatalog.Get(experiment.Data.Name);
            var blueprint = BlueprintWriter.Write(
                experiment.Model, info.Shape, info.ClassNames.Count);
            var end = new TrialEnd(RunStatus.Failed, LibtorchMessage.Of(error), null, null, 0, environment.Device, environment.Threads);
            using var nothing = new EpochHistory();
            writer.WriteRun(TrialRows.Run(experiment, environment.Data.Variant, writer.Folder.Cell, blueprint, end, nothing));
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

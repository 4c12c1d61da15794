using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Models.Blueprints;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>The run folder of a trial, from the look whether there is anything to do until its network is built.</summary>
internal sealed class TrialEntry : IDisposable
{
    private readonly RunWriter? _writer;
    private readonly EnvironmentRecord? _environment;

    private TrialEntry(Experiment experiment, ITrialObserver observer, SavePace pace, RunWriter? writer, EnvironmentRecord? environment) =>
        (Experiment, Observer, Pace, _writer, _environment) = (experiment, observer, pace, writer, environment);

    /// <summary>The trial's configuration.</summary>
    public Experiment Experiment { get; }

    /// <summary>Hears how it goes.</summary>
    public ITrialObserver Observer { get; }

    /// <summary>When the trial is saved.</summary>
    public SavePace Pace { get; }

    /// <summary>The result of a trial that has ended before; null when there is something to do.</summary>
    public TrialResult? Ended { get; private init; }

    /// <summary>Writes the trial's files.</summary>
    /// <exception cref="InvalidOperationException">The trial has ended before.</exception>
    public RunWriter Writer => _writer ?? throw new InvalidOperationException("the trial has ended before");

    /// <summary>What this process and its data are.</summary>
    /// <exception cref="InvalidOperationException">The trial has ended before.</exception>
    public EnvironmentRecord Environment => _environment ?? throw new InvalidOperationException("the trial has ended before");

    /// <summary>Looks whether the trial has ended in its folder, and else opens and locks that.</summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="device">Where its tensors will be.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="data">The data set; read only if it is needed.</param>
    /// <exception cref="UserException">The data or the run folder is not as it must be.</exception>
    public static TrialEntry Open(Experiment experiment, TrialOptions options, Device device, ITrialObserver observer, Lazy<LoadedDataset> data)
    {
        var started = DateTimeOffset.UtcNow;
        var pace = new SavePace(SavePace.Resolve(options.SecondsBetweenSaves), options.Time);
        var folder = RunFolder.For(options.RunsFolder, experiment);
        if (!options.Fresh)
            folder.CheckConfiguration();
        // Before the folder is touched: data that cannot be read must not move an earlier trial aside.
        if (!options.Fresh && folder.ReadEnd() is { } end)
            TrialData.CheckRelease(folder, end, experiment, options, data.IsValueCreated ? data.Value : null);
        else
            _ = data.Value;
        var writer = folder.Open(options.Fresh, options.LogToConsole);
        if (writer is null)
        {
            return new TrialEntry(experiment, observer, pace, null, null)
            {
                Ended = new TrialResult(folder.FullName, folder.ReadEnd()!, folder.ReadLastLayers(), AlreadyDone: true),
            };
        }
        try
        {
            var entry = new TrialEntry(experiment, observer, pace, writer, Describe(experiment, options, device, data.Value, started));
            entry.Begin();
            return entry;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Goes on from the checkpoint in the folder, if there is one.</summary>
    /// <exception cref="UserException">It does not fit the trial.</exception>
    public void TakeUp(TrialSession session)
    {
        if (Writer.Stored is not { } stored)
            return;
        var record = stored.Record;
        session.TakeUp(stored);
        Writer.WriteResumption(
            new ResumptionRecord(Environment.Started, Environment.CommandLine, record.Epoch, record.Partial?.Steps ?? 0, Environment.Computed), Environment);
        if (Environment.Computed.DifferenceFrom(record.Computed) is { Length: > 0 } difference)
            Warn($"goes on with {difference}: its numbers may differ in the last digits from those of a run that was never stopped");
    }

    /// <summary>Records that a trial could not be begun: building the network and moving the images is where a device runs out of memory.</summary>
    public void FailToStart(Exception error)
    {
        Writer.Log.Error(error, "could not start");
        // The row of one that has a checkpoint says how it was stopped, and it still can be gone on with.
        if (Writer.Stored is not null)
            return;
        var info = DatasetCatalog.Get(Experiment.Data.Name);
        var blueprint = BlueprintWriter.Write(Experiment.Model, info.Shape, info.ClassNames.Count);
        var end = new TrialEnd(RunStatus.Failed, LibtorchMessage.Of(error), null, null, 0, Environment.Device, Environment.Threads);
        using var nothing = new EpochHistory();
        Writer.WriteRun(TrialRows.Run(Experiment, Environment.Data.Variant, Writer.Folder.Cell, blueprint, end, nothing));
    }

    /// <summary>Closes the files and lets go of the folder.</summary>
    public void Dispose() => _writer?.Dispose();

    private static EnvironmentRecord Describe(
        Experiment experiment, TrialOptions options, Device device, LoadedDataset data, DateTimeOffset started)
    {
        var facts = TorchRuntime.Describe();
        return EnvironmentRecord.Capture(
            new TorchRecord(facts.Provider, facts.Libtorch, facts.Blas, facts.Cuda, TorchRuntime.Tf32), device.ToString(), facts.Threads,
            new DataRecord(DatasetCatalog.Get(data.Name).Text, data.Variant, data.Sha256), experiment.Seed, options.CommandLine, started);
    }

    private void Begin()
    {
        foreach (var warning in Writer.Warnings)
            Warn(warning);
        if (Writer.Stored is { Record: var record })
        {
            if ((record.Cell, record.Seed) != (Writer.Folder.Cell, Experiment.Seed))
                throw new UserException($"{Writer.Folder.FullName}: its checkpoint is of {record.Cell} with seed {record.Seed}; use --fresh or another name", 2);
            TrialData.CheckSame(Writer.Folder, record.Data, Environment.Data);
            return;
        }
        Writer.WriteConfig(ExperimentYaml.Write(Experiment));
        Writer.WriteEnvironment(Environment);
    }

    private void Warn(string message)
    {
        Writer.Log.Warning("{Warning}", message);
        Observer.Warned(message);
    }
}

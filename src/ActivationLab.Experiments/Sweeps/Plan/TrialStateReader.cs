using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Plan;

/// <summary>Tells where trials stand by the files of their folders, of which it changes and locks none.</summary>
/// <param name="folder">The sweep's files.</param>
/// <param name="now">The present time.</param>
internal sealed class TrialStateReader(SweepFolder folder, DateTimeOffset now)
{
    private readonly Dictionary<string, int?> _epochs = [];

    /// <summary>The state of a planned trial, or of one that only has a folder.</summary>
    public TrialState Read(PlannedTrialRow trial)
    {
        var run = RunFolder.PathOf(folder.ExperimentFolder, trial.Cell, trial.Seed);
        // Before the row: a process that ends meanwhile then is seen as it was, or as having ended, never as gone.
        var isBeating = Heartbeat.IsBeating(RunFolder.LockFileOf(run), now);
        var row = RunFolder.ReadRun(run);
        var condition = row?.Status switch
        {
            RunStatus.Completed => TrialCondition.Completed,
            RunStatus.Diverged => TrialCondition.Diverged,
            _ when isBeating => TrialCondition.Running,
            RunStatus.Failed => TrialCondition.Failed,
            RunStatus.Interrupted => TrialCondition.Interrupted,
            _ => new CheckpointFiles(run).Exist ? TrialCondition.Stopped : TrialCondition.Missing,
        };
        var epoch = condition is TrialCondition.Running or TrialCondition.Stopped ? LastEpoch(run) : row?.LastEpoch ?? 0;
        var holder = condition == TrialCondition.Running ? FileLock.Holder(RunFolder.LockFileOf(run)) : null;
        return new TrialState(trial.Cell, trial.Seed, trial.Variant, trial.Settings, condition, epoch, row?.Epochs ?? Epochs(trial.Cell, run), row, holder);
    }

    private static int LastEpoch(string run)
    {
        try
        {
            var path = Path.Combine(run, RunFiles.Epochs);
            return File.Exists(path) && CsvTable.Read<EpochRow>(path) is [.., var last] ? last.Epoch : 0;
        }
        catch (UserException)
        {
            return 0; // it is shown, not computed with
        }
    }

    // All trials of a cell have the same.
    private int? Epochs(string cell, string run)
    {
        if (!_epochs.TryGetValue(cell, out var epochs))
        {
            epochs = EpochsOf(folder.ConfigOf(cell)) ?? EpochsOf(Path.Combine(run, RunFiles.Config));
            _epochs.Add(cell, epochs);
        }
        return epochs;
    }

    private static int? EpochsOf(string config)
    {
        try
        {
            return File.Exists(config) ? ExperimentLoader.Load(config, []).Train.Epochs : null;
        }
        catch (UserException)
        {
            return null; // train says what is wrong with it
        }
    }
}

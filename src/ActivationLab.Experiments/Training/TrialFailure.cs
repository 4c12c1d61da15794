using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Models.Blueprints;

namespace ActivationLab.Experiments.Training;

/// <summary>Records the failure of a trial whose own process could not do it any more.</summary>
public static class TrialFailure
{
    /// <summary>
    /// Writes the trial's row with the status failed into <c>run.csv</c> and <c>results.csv</c>, as the trial would have done: with the
    /// figures of the epochs that it has finished. Its checkpoint and all its other files stay, and a trial that has ended keeps its row.
    /// </summary>
    /// <param name="experiment">The configuration.</param>
    /// <param name="runsFolder">The folder above all experiments.</param>
    /// <param name="message">Why it failed, in a line.</param>
    /// <param name="threads">Threads that it had, where its folder does not say.</param>
    /// <returns>The row that the trial now has.</returns>
    /// <exception cref="RunInUseException">Another process is writing the trial's folder.</exception>
    /// <exception cref="UserException">The folder is of another configuration, or cannot be written.</exception>
    public static RunRow Record(Experiment experiment, string runsFolder, string message, int threads)
    {
        var folder = RunFolder.For(runsFolder, experiment);
        return folder.Record(() => Row(experiment, folder, message.ReplaceLineEndings(" "), threads));
    }

    private static RunRow Row(Experiment experiment, RunFolder folder, string message, int threads)
    {
        var environment = folder.ReadEnvironment();
        var info = DatasetCatalog.Get(experiment.Data.Name);
        var blueprint = BlueprintWriter.Write(experiment.Model, info.Shape, info.ClassNames.Count);
        var epochs = Epochs(folder);
        var end = new TrialEnd(
            RunStatus.Failed, message, null, null, epochs.Sum(epoch => epoch.EpochSeconds + (epoch.ProbeSeconds ?? 0)),
            environment?.Device ?? experiment.Device, environment?.Threads ?? threads);
        using var nothing = new EpochHistory();
        var row = TrialRows.Run(experiment, environment?.Data.Variant ?? "", folder.Cell, blueprint, end, nothing);
        if (epochs is not [.., var last])
            return row;
        // The first of several that are equally good, as in EpochHistory.
        var best = epochs.MaxBy(epoch => epoch.ValAccuracy)!;
        return row with
        {
            LastEpoch = last.Epoch,
            BestEpoch = best.Epoch,
            ValAccuracy = last.ValAccuracy,
            ValAccuracyBest = best.ValAccuracy,
            DeadRatio = last.DeadRatio,
            GradientDeadRatio = last.GradientDeadRatio,
            DormantRatio = last.DormantRatio,
            ZeroFraction = last.ZeroFraction,
            MeasuredOn = last.MeasuredOn,
            ImagesPerSecond = epochs.Sum(epoch => epoch.ImagesPerSecond * epoch.EpochSeconds) / epochs.Sum(epoch => epoch.EpochSeconds),
        };
    }

    private static IReadOnlyList<EpochRow> Epochs(RunFolder folder)
    {
        try
        {
            return File.Exists(folder.EpochsFile) ? CsvTable.Read<EpochRow>(folder.EpochsFile) : [];
        }
        catch (DamagedFileException)
        {
            return []; // the failure is to be recorded all the same
        }
    }
}

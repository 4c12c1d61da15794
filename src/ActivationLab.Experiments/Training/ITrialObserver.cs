using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Training;

/// <summary>Hears what a trial does, to show it. Called on the training thread: be brief.</summary>
public interface ITrialObserver
{
    /// <summary>The network is built; training begins.</summary>
    void Started(TrialStart start);

    /// <summary>Something is not as it should be, and the trial goes on all the same. One line.</summary>
    void Warned(string message);

    /// <summary>Some steps went by (about ten times a second, never forcing the device to wait).</summary>
    void Progressed(TrialProgress progress);

    /// <summary>An epoch is done; its rows are saved, or will be with the next save. <paramref name="layers"/> is empty when it was not probed.</summary>
    void EpochFinished(EpochRow epoch, IReadOnlyList<LayerRow> layers);

    /// <summary>The trial is over and its files are written.</summary>
    void Finished(TrialResult result);
}

/// <summary>What is about to be trained. <paramref name="EpochsBefore"/> and <paramref name="StepsBefore"/> in the epoch after them are done already.</summary>
public sealed record TrialStart(
    string RunFolder, string Network, long Parameters, string Device, int Threads, int TrainImages, int ValidationImages, int Epochs, int StepsPerEpoch,
    int EpochsBefore = 0, int StepsBefore = 0);

/// <summary>How far the current epoch is.</summary>
public sealed record TrialProgress(int Epoch, int Step, int StepsPerEpoch, long ImagesDone, double SecondsInEpoch);

/// <summary>How a trial ended, with all that a final table shows.</summary>
/// <param name="RunFolder">Where its files are.</param>
/// <param name="Run">Its row.</param>
/// <param name="Layers">The last measurement of units; empty if there was none.</param>
/// <param name="AlreadyDone">True when the trial had ended before and nothing was trained.</param>
/// <param name="Resumable">True when it was stopped and there is a checkpoint to go on from.</param>
public sealed record TrialResult(string RunFolder, RunRow Run, IReadOnlyList<LayerRow> Layers, bool AlreadyDone, bool Resumable = false);

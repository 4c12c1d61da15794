using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>Says how a worker's trial goes.</summary>
/// <param name="trial">Its place in the request.</param>
/// <param name="say">Takes what is said.</param>
internal sealed class TrialReporter(int trial, Action<WorkerReply> say) : ITrialObserver
{
    private int _epochs = 1;
    private int _stepsPerEpoch = 1;

    /// <inheritdoc/>
    public void Started(TrialStart start)
    {
        (_epochs, _stepsPerEpoch) = (start.Epochs, start.StepsPerEpoch);
        Progress(start.EpochsBefore, start.StepsBefore);
    }

    /// <inheritdoc/>
    public void Warned(string message) => say(new WarnedReply(trial, message));

    /// <inheritdoc/>
    public void Progressed(TrialProgress progress) => Progress(progress.Epoch - 1, progress.Step);

    /// <inheritdoc/>
    public void EpochFinished(EpochRow epoch, IReadOnlyList<LayerRow> layers)
    {
        // Its last step was reported.
    }

    /// <inheritdoc/>
    public void Finished(TrialResult result)
    {
        // The worker says it when the folder is closed.
    }

    private void Progress(int epochs, int steps) => say(new ProgressedReply(trial, (epochs + (double)steps / _stepsPerEpoch) / _epochs));
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Views;

/// <summary>Shows a trial in lines, one an epoch: for files, pipes and terminals that cannot draw.</summary>
internal sealed class PlainTrialView(Terminal terminal, Experiment experiment) : ITrialView, ITrialObserver
{
    /// <inheritdoc/>
    public TrialResult Show(Func<ITrialObserver, TrialResult> trial) => trial(this);

    /// <inheritdoc/>
    public void Started(TrialStart start)
    {
        foreach (var line in TrialLines.Start(start, experiment))
            terminal.Say(line);
    }

    /// <inheritdoc/>
    public void Warned(string message) => terminal.Complain(message);

    /// <inheritdoc/>
    public void Progressed(TrialProgress progress)
    {
    }

    /// <inheritdoc/>
    public void EpochFinished(EpochRow epoch, IReadOnlyList<LayerRow> layers) =>
        terminal.Say(TrialLines.Sentence(epoch, experiment.Train.Epochs));

    /// <inheritdoc/>
    public void Finished(TrialResult result)
    {
    }
}

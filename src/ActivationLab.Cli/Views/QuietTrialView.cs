using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Views;

/// <summary>Shows nothing.</summary>
internal sealed class QuietTrialView : ITrialView, ITrialObserver
{
    /// <inheritdoc/>
    public TrialResult Show(Func<ITrialObserver, TrialResult> trial) => trial(this);

    /// <inheritdoc/>
    public void Started(TrialStart start)
    {
    }

    /// <inheritdoc/>
    public void Warned(string message)
    {
    }

    /// <inheritdoc/>
    public void Progressed(TrialProgress progress)
    {
    }

    /// <inheritdoc/>
    public void EpochFinished(EpochRow epoch, IReadOnlyList<LayerRow> layers)
    {
    }

    /// <inheritdoc/>
    public void Finished(TrialResult result)
    {
    }
}

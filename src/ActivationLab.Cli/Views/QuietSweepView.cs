using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Views;

/// <summary>Shows nothing.</summary>
internal sealed class QuietSweepView : ISweepView, ISweepObserver
{
    /// <inheritdoc/>
    public SweepResult Show(Func<ISweepObserver, SweepResult> sweep) => sweep(this);

    /// <inheritdoc/>
    public void Started(SweepStart start)
    {
    }

    /// <inheritdoc/>
    public void Warned(string message)
    {
    }

    /// <inheritdoc/>
    public void TrialStarted(SweepTrial trial, int worker, int members)
    {
    }

    /// <inheritdoc/>
    public void TrialProgressed(SweepTrial trial, double done)
    {
    }

    /// <inheritdoc/>
    public void TrialFinished(SweepTrial trial, RunRow row)
    {
    }

    /// <inheritdoc/>
    public void TrialLost(SweepTrial trial, string reason, bool willRetry)
    {
    }
}

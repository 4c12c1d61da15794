using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Views;

/// <summary>Shows a trial while it runs.</summary>
internal interface ITrialView
{
    /// <summary>Runs the trial, which reports to the given observer, and returns its result.</summary>
    TrialResult Show(Func<ITrialObserver, TrialResult> trial);
}

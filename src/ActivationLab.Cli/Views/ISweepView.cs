using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Views;

/// <summary>Shows a sweep while it runs.</summary>
internal interface ISweepView
{
    /// <summary>Runs the sweep, which reports to the given observer, and returns its result.</summary>
    SweepResult Show(Func<ISweepObserver, SweepResult> sweep);
}

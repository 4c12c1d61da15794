using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Cli.Views;

/// <summary>Chooses how a trial is shown.</summary>
internal static class TrialViews
{
    /// <summary>Nothing when quiet, live on a screen, lines elsewhere.</summary>
    public static ITrialView For(Terminal terminal, Experiment experiment, TimeProvider time, bool quiet)
    {
        if (quiet)
            return new QuietTrialView();
        return terminal.IsLive ? new LiveTrialView(terminal, experiment, time) : new PlainTrialView(terminal, experiment);
    }
}

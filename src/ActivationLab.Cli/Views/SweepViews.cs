namespace ActivationLab.Cli.Views;

/// <summary>Chooses how a sweep is shown.</summary>
internal static class SweepViews
{
    /// <summary>Nothing when quiet, live on a screen, lines elsewhere.</summary>
    public static ISweepView For(Terminal terminal, SweepLabels labels, TimeProvider time, bool quiet)
    {
        if (quiet)
            return new QuietSweepView();
        return terminal.IsLive ? new LiveSweepView(terminal, labels, time) : new PlainSweepView(terminal, labels, time);
    }
}

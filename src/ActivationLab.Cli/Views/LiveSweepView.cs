using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using Spectre.Console.Rendering;

namespace ActivationLab.Cli.Views;

/// <summary>Shows a sweep on a screen: a row a cell, a bar a worker and one for the whole, drawn anew as it goes on.</summary>
internal sealed class LiveSweepView(Terminal terminal, SweepLabels labels, TimeProvider time) : ISweepView, ISweepObserver
{
    // Faster than anybody reads; each worker reports as often again.
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(100);

    // A signal says its line on a thread of its own, and what is drawn below it must not change meanwhile.
    private readonly Lock _gate = new();
    private readonly SweepBoard _board = new(terminal, labels);
    private LiveRegion? _region;
    private SweepTally? _tally;
    private long _startedAt;
    private long _drawnAt;

    /// <inheritdoc/>
    public SweepResult Show(Func<ISweepObserver, SweepResult> sweep) => LiveRegion.Show(terminal, Draw, region =>
    {
        _region = region;
        return sweep(this);
    });

    /// <inheritdoc/>
    public void Started(SweepStart start)
    {
        foreach (var line in SweepLines.Start(start))
            terminal.Say(line);
        terminal.Say(_board.Legend);
        _startedAt = time.GetTimestamp();
        Change(() => _tally = new SweepTally(start));
    }

    /// <inheritdoc/>
    public void Warned(string message) => terminal.Complain(message);

    /// <inheritdoc/>
    public void TrialStarted(SweepTrial trial, int worker, int members) => Change(() => _tally!.Start(trial, worker, members));

    /// <inheritdoc/>
    public void TrialProgressed(SweepTrial trial, double done)
    {
        lock (_gate)
            _tally!.Progress(trial, done);
        if (time.GetElapsedTime(_drawnAt) >= BetweenFrames)
            Refresh();
    }

    /// <inheritdoc/>
    public void TrialFinished(SweepTrial trial, RunRow row) => Change(() => _tally!.Finish(trial, row));

    /// <inheritdoc/>
    public void TrialLost(SweepTrial trial, string reason, bool willRetry)
    {
        Change(() => _tally!.Lose(trial));
        terminal.Complain(SweepLines.Lost(labels.InWords(trial), reason, willRetry));
    }

    private void Change(Action change)
    {
        lock (_gate)
            change();
        Refresh();
    }

    // Not within the gate: the region has one of its own, which it holds while it draws.
    private void Refresh()
    {
        _drawnAt = time.GetTimestamp();
        _region!.Refresh();
    }

    private IRenderable Draw()
    {
        lock (_gate)
            return _tally is null ? Bars.Note("starting workers…") : _board.Draw(_tally, time.GetElapsedTime(_startedAt).TotalSeconds);
    }
}

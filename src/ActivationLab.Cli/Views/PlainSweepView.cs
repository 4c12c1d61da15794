using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Views;

/// <summary>
/// Shows a sweep in lines: one a trial that has ended, and in between at most one a minute that says how far it is. For files, pipes and
/// terminals that cannot draw.
/// </summary>
internal sealed class PlainSweepView(Terminal terminal, SweepLabels labels, TimeProvider time) : ISweepView, ISweepObserver
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private SweepTally? _tally;
    private long _startedAt;
    private long _saidAt;

    /// <inheritdoc/>
    public SweepResult Show(Func<ISweepObserver, SweepResult> sweep) => sweep(this);

    /// <inheritdoc/>
    public void Started(SweepStart start)
    {
        _tally = new SweepTally(start);
        _startedAt = time.GetTimestamp();
        foreach (var line in SweepLines.Start(start))
            Say(line);
    }

    /// <inheritdoc/>
    public void Warned(string message) => terminal.Complain(message);

    /// <inheritdoc/>
    public void TrialStarted(SweepTrial trial, int worker, int members) => _tally!.Start(trial, worker, members);

    /// <inheritdoc/>
    public void TrialProgressed(SweepTrial trial, double done)
    {
        _tally!.Progress(trial, done);
        if (time.GetElapsedTime(_saidAt) >= Silence)
            Say($"{_tally.Ended} of {_tally.Total} trials have ended; {SweepLines.Now(_tally, time.GetElapsedTime(_startedAt).TotalSeconds)}");
    }

    /// <inheritdoc/>
    public void TrialFinished(SweepTrial trial, RunRow row)
    {
        _tally!.Finish(trial, row);
        // One that was stopped is not over: the end of the sweep says how many those are.
        if (row.Status != RunStatus.Interrupted)
            Say(SweepLines.Ended(labels.InWords(trial), row, _tally.Ended, _tally.Total));
    }

    /// <inheritdoc/>
    public void TrialLost(SweepTrial trial, string reason, bool willRetry)
    {
        _tally!.Lose(trial);
        terminal.Complain(SweepLines.Lost(labels.InWords(trial), reason, willRetry));
    }

    private void Say(string line)
    {
        terminal.Say(line);
        _saidAt = time.GetTimestamp();
    }
}

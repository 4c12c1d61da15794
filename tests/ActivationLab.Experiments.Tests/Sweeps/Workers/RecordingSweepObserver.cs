using System.Globalization;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

/// <summary>Keeps what a sweep tells, as words.</summary>
internal sealed class RecordingSweepObserver : ISweepObserver
{
    private int _inside;

    public List<SweepStart> Starts { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>What happened to trials, in order: <c>a1 on 2</c>, <c>a1 completed</c>, <c>a1 lost: why</c>, <c>a1 again</c>.</summary>
    public List<string> Events { get; } = [];

    public List<double> Progress { get; } = [];

    public Action<SweepTrial, double> OnProgress { get; set; } = (_, _) => { };

    public Action<SweepTrial, RunRow> OnFinished { get; set; } = (_, _) => { };

    public void Started(SweepStart start) => Alone(() => Starts.Add(start));

    public void Warned(string message) => Alone(() => Warnings.Add(message));

    public void TrialStarted(SweepTrial trial, int worker, int members) => Alone(() => Events.Add(
        $"{Name(trial)} on {worker}{(members > 1 ? string.Create(CultureInfo.InvariantCulture, $" with {members}") : "")}"));

    public void TrialProgressed(SweepTrial trial, double done) => Alone(() =>
    {
        Progress.Add(done);
        OnProgress(trial, done);
    });

    public void TrialFinished(SweepTrial trial, RunRow row) => Alone(() =>
    {
        Events.Add($"{Name(trial)} {row.Status.ToString().ToLowerInvariant()}");
        OnFinished(trial, row);
    });

    public void TrialLost(SweepTrial trial, string reason, bool willRetry) => Alone(() =>
        Events.Add($"{Name(trial)} lost{(willRetry ? "" : " for good")}: {reason}"));

    private static string Name(SweepTrial trial) => $"{trial.Cell.Variant}{trial.Seed}";

    private void Alone(Action action)
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside));
        action();
        Interlocked.Decrement(ref _inside);
    }
}

using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps;

/// <summary>Hears what a sweep does, to show it. Calls come one at a time, on the thread that runs the sweep: be brief.</summary>
public interface ISweepObserver
{
    /// <summary>The sweep begins: what there is to do, and how it will be done.</summary>
    void Started(SweepStart start);

    /// <summary>Something is not as it should be, and the sweep goes on all the same. One line.</summary>
    void Warned(string message);

    /// <summary>A worker took up a trial; <paramref name="members"/> train together in it (1: alone).</summary>
    void TrialStarted(SweepTrial trial, int worker, int members);

    /// <summary>A trial went on: <paramref name="done"/> of all its steps, from 0 to 1.</summary>
    void TrialProgressed(SweepTrial trial, double done);

    /// <summary>A trial is over, whatever its status, and its files are written.</summary>
    void TrialFinished(SweepTrial trial, RunRow row);

    /// <summary>The worker of a trial died, or its stack failed. It is tried once more if <paramref name="willRetry"/>; else it is recorded as failed next.</summary>
    void TrialLost(SweepTrial trial, string reason, bool willRetry);
}

/// <summary>What a sweep is about to do.</summary>
/// <param name="Folder">The folder of the results, <c>runs/&lt;name&gt;</c>.</param>
/// <param name="Trials">All trials of the sweep.</param>
/// <param name="Before">The rows of those that had ended before (completed, or diverged) and are not run again.</param>
/// <param name="Workers">Worker processes.</param>
/// <param name="ThreadsPerWorker">Threads of each.</param>
/// <param name="StackMembers">Trials of one shape that train together; 1 for none.</param>
/// <param name="Reason">Why so many workers and members, in a sentence with the figures that decided.</param>
/// <param name="Seconds">Seconds that the training steps will take, as far as was timed; null if nothing was.</param>
public sealed record SweepStart(
    string Folder, IReadOnlyList<SweepTrial> Trials, IReadOnlyList<RunRow> Before, int Workers, int ThreadsPerWorker, int StackMembers, string Reason,
    double? Seconds = null);

/// <summary>How a sweep ended.</summary>
/// <param name="Folder">The folder of the results.</param>
/// <param name="Rows">The rows of all its trials that there are, in the order of the trials.</param>
/// <param name="Missing">Trials without a row: not reached when it was stopped.</param>
/// <param name="Interrupted">Whether it was stopped before its end.</param>
public sealed record SweepResult(string Folder, IReadOnlyList<RunRow> Rows, int Missing, bool Interrupted);

using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Views;

/// <summary>How a trial of a sweep stands while the sweep runs.</summary>
internal enum TrialPhase
{
    /// <summary>Not begun, or stopped with a checkpoint.</summary>
    Waiting,

    /// <summary>A worker trains it.</summary>
    Running,

    /// <summary>All epochs done and tested.</summary>
    Completed,

    /// <summary>The loss was no longer finite.</summary>
    Diverged,

    /// <summary>An error ended it, or its worker died twice.</summary>
    Failed,
}

/// <summary>What is known of one trial.</summary>
internal sealed class TrialTally(SweepTrial trial)
{
    public SweepTrial Trial { get; } = trial;

    public TrialPhase State { get; set; }

    /// <summary>The worker that trains it.</summary>
    public int Worker { get; set; }

    /// <summary>How many train together in that worker, this one among them.</summary>
    public int Members { get; set; } = 1;

    /// <summary>How much of it is done, from 0 to 1.</summary>
    public double Done { get; set; }

    /// <summary>How much of it was done when its worker took it up; null until that is known.</summary>
    public double? DoneBefore { get; set; }

    /// <summary>Its row, if it has ended.</summary>
    public RunRow? Row { get; set; }
}

/// <summary>What is known of one cell: its trials, in the order of the seeds.</summary>
internal sealed record CellTally(SweepCell Cell, IReadOnlyList<TrialTally> Trials)
{
    /// <summary>Means over the trials that have completed; null before the first has ended.</summary>
    public SummaryRow? Summary => Trials.Select(trial => trial.Row).OfType<RunRow>().ToArray() is { Length: > 0 } rows ? SummaryRow.Of(rows) : null;

    /// <summary>How many of its trials are in a state.</summary>
    public int Count(TrialPhase state) => Trials.Count(trial => trial.State == state);
}

/// <summary>Keeps count of a sweep from what its observer hears. Not for several threads at once.</summary>
internal sealed class SweepTally
{
    // What less than a tenth of a trial promises is not worth showing: the first steps are slower than the rest.
    private const double WorthShowing = 0.1;

    private readonly Dictionary<(string Cell, long Seed), TrialTally> _trials;
    private double _doneHere;

    /// <summary>Begins to count.</summary>
    public SweepTally(SweepStart start)
    {
        _trials = start.Trials.ToDictionary(trial => (trial.Cell.Name, trial.Seed), trial => new TrialTally(trial));
        Cells = [.. _trials.Values.GroupBy(trial => trial.Trial.Cell.Name).Select(cell => new CellTally(cell.First().Trial.Cell, [.. cell]))];
        foreach (var row in start.Before)
        {
            if (_trials.TryGetValue((row.Cell, row.Seed), out var trial))
                End(trial, row);
        }
    }

    /// <summary>The cells, in the order of the sweep.</summary>
    public IReadOnlyList<CellTally> Cells { get; }

    /// <summary>All trials.</summary>
    public int Total => _trials.Count;

    /// <summary>Those that have ended, however they did.</summary>
    public int Ended => _trials.Values.Count(HasEnded);

    /// <summary>Those that run now, by worker.</summary>
    public IEnumerable<IGrouping<int, TrialTally>> Workers =>
        _trials.Values.Where(trial => trial.State == TrialPhase.Running).GroupBy(trial => trial.Worker).OrderBy(worker => worker.Key);

    /// <summary>How many are in a state.</summary>
    public int Count(TrialPhase state) => _trials.Values.Count(trial => trial.State == state);

    /// <summary>How much of the sweep is done, from 0 to 1: every trial counts the same.</summary>
    public double Share => _trials.Values.Sum(trial => trial.Done) / Math.Max(Total, 1);

    /// <summary>Seconds to the end at the pace since the sweep began; null as long as that pace is not known.</summary>
    /// <param name="elapsed">Seconds since it began.</param>
    public double? SecondsLeft(double elapsed)
    {
        var running = _trials.Values.Where(trial => trial.State == TrialPhase.Running);
        var here = _doneHere + running.Sum(trial => trial.Done - (trial.DoneBefore ?? trial.Done));
        return here < WorthShowing ? null : elapsed / here * _trials.Values.Sum(trial => 1 - trial.Done);
    }

    /// <summary>A worker took a trial up.</summary>
    public void Start(SweepTrial trial, int worker, int members)
    {
        var it = Find(trial);
        (it.State, it.Worker, it.Members, it.DoneBefore, it.Row) = (TrialPhase.Running, worker, members, null, null);
    }

    /// <summary>A trial went on. The first that is heard of it says where it goes on from.</summary>
    public void Progress(SweepTrial trial, double done)
    {
        var it = Find(trial);
        it.DoneBefore ??= done;
        it.Done = Math.Clamp(done, 0, 1);
    }

    /// <summary>A trial is over.</summary>
    public void Finish(SweepTrial trial, RunRow row)
    {
        var it = Find(trial);
        var wasRunning = it.State == TrialPhase.Running;
        var (before, reached) = (it.DoneBefore ?? 0, it.Done);
        End(it, row);
        // One that failed is over, but the work that it left undone says nothing of the pace.
        if (wasRunning)
            _doneHere += Math.Max(0, (row.Status == RunStatus.Completed ? 1 : reached) - before);
    }

    /// <summary>The worker of a trial died: it waits for another one, or is recorded as failed next.</summary>
    public void Lose(SweepTrial trial)
    {
        var it = Find(trial);
        (it.State, it.DoneBefore) = (TrialPhase.Waiting, null);
    }

    /// <summary>What is known of a trial.</summary>
    public TrialTally Find(SweepTrial trial) => _trials[(trial.Cell.Name, trial.Seed)];

    private static bool HasEnded(TrialTally trial) => trial.State is TrialPhase.Completed or TrialPhase.Diverged or TrialPhase.Failed;

    private static void End(TrialTally trial, RunRow row)
    {
        trial.State = row.Status switch
        {
            RunStatus.Completed => TrialPhase.Completed,
            RunStatus.Diverged => TrialPhase.Diverged,
            RunStatus.Failed => TrialPhase.Failed,
            _ => TrialPhase.Waiting,
        };
        if (!HasEnded(trial))
            return;
        (trial.Row, trial.Done) = (row, 1);
    }
}

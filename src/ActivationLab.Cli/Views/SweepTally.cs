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

/// <summary>What is known of one trial. Only <see cref="SweepTally"/> changes it.</summary>
internal sealed class TrialTally(SweepTrial trial, CellTally cell)
{
    public SweepTrial Trial { get; } = trial;

    public CellTally Cell { get; } = cell;

    public TrialPhase Phase { get; set; }

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
internal sealed class CellTally(SweepCell cell)
{
    public SweepCell Cell { get; } = cell;

    public List<TrialTally> Trials { get; } = [];

    /// <summary>How many of its trials are in each phase.</summary>
    public int[] Counts { get; } = new int[Enum.GetValues<TrialPhase>().Length];

    /// <summary>Means over the trials that have completed; null before the first has ended.</summary>
    public SummaryRow? Summary => Trials.Select(trial => trial.Row).OfType<RunRow>().ToArray() is { Length: > 0 } rows ? SummaryRow.Of(rows) : null;

    /// <summary>How many of its trials are in a phase.</summary>
    public int Count(TrialPhase phase) => Counts[(int)phase];
}

/// <summary>Keeps count of a sweep from what its observer hears. Not for several threads at once.</summary>
internal sealed class SweepTally
{
    // What less than a tenth of a trial promises is not worth showing: the first steps are slower than the rest.
    private const double WorthShowing = 0.1;

    private readonly Dictionary<(string Cell, long Seed), TrialTally> _trials = [];
    private readonly List<CellTally> _cells = [];
    private readonly HashSet<TrialTally> _running = [];
    private readonly int[] _counts = new int[Enum.GetValues<TrialPhase>().Length];
    private double _done;
    private double _doneHere;

    /// <summary>Begins to count.</summary>
    public SweepTally(SweepStart start)
    {
        var cells = new Dictionary<string, CellTally>();
        foreach (var trial in start.Trials)
        {
            if (!cells.TryGetValue(trial.Cell.Name, out var cell))
            {
                cells.Add(trial.Cell.Name, cell = new CellTally(trial.Cell));
                _cells.Add(cell);
            }
            cell.Trials.Add(new TrialTally(trial, cell));
            _trials.Add((trial.Cell.Name, trial.Seed), cell.Trials[^1]);
            cell.Counts[(int)TrialPhase.Waiting]++;
            _counts[(int)TrialPhase.Waiting]++;
        }
        foreach (var row in start.Before)
        {
            if (_trials.TryGetValue((row.Cell, row.Seed), out var trial))
                End(trial, row);
        }
    }

    /// <summary>The cells, in the order of the sweep.</summary>
    public IReadOnlyList<CellTally> Cells => _cells;

    /// <summary>All trials.</summary>
    public int Total => _trials.Count;

    /// <summary>Those that have ended, however they did.</summary>
    public int Ended => Count(TrialPhase.Completed) + Count(TrialPhase.Diverged) + Count(TrialPhase.Failed);

    /// <summary>Those that run now, by worker.</summary>
    public IEnumerable<IGrouping<int, TrialTally>> Workers => _running.GroupBy(trial => trial.Worker).OrderBy(worker => worker.Key);

    /// <summary>How much of the sweep is done, from 0 to 1: every trial counts the same.</summary>
    public double Share => _done / Math.Max(Total, 1);

    /// <summary>How many are in a phase.</summary>
    public int Count(TrialPhase phase) => _counts[(int)phase];

    /// <summary>Seconds to the end at the pace since the sweep began; null as long as that pace is not known.</summary>
    /// <param name="elapsed">Seconds since it began.</param>
    public double? SecondsLeft(double elapsed)
    {
        var here = _doneHere + _running.Sum(trial => trial.Done - (trial.DoneBefore ?? trial.Done));
        return here < WorthShowing ? null : elapsed / here * (Total - _done);
    }

    /// <summary>A worker took a trial up.</summary>
    public void Start(SweepTrial trial, int worker, int members)
    {
        var it = Find(trial);
        (it.Worker, it.Members, it.DoneBefore, it.Row) = (worker, members, null, null);
        Move(it, TrialPhase.Running, it.Done);
    }

    /// <summary>A trial went on. The first that is heard of it says where it goes on from.</summary>
    public void Progress(SweepTrial trial, double done)
    {
        var it = Find(trial);
        it.DoneBefore ??= done;
        Move(it, it.Phase, Math.Clamp(done, 0, 1));
    }

    /// <summary>A trial is over.</summary>
    public void Finish(SweepTrial trial, RunRow row)
    {
        var it = Find(trial);
        // One that failed is over, but the work that it left undone says nothing of the pace; nor does one that had ended before.
        if (it is { Phase: TrialPhase.Running, DoneBefore: { } before })
            _doneHere += Math.Max(0, (row.Status == RunStatus.Completed ? 1 : it.Done) - before);
        End(it, row);
    }

    /// <summary>The worker of a trial died: it waits for another one, or is recorded as failed next.</summary>
    public void Lose(SweepTrial trial) => Move(Find(trial), TrialPhase.Waiting, 0);

    private TrialTally Find(SweepTrial trial) => _trials[(trial.Cell.Name, trial.Seed)];

    private void End(TrialTally trial, RunRow row)
    {
        TrialPhase? end = row.Status switch
        {
            RunStatus.Completed => TrialPhase.Completed,
            RunStatus.Diverged => TrialPhase.Diverged,
            RunStatus.Failed => TrialPhase.Failed,
            _ => null,
        };
        trial.Row = end is null ? null : row;
        Move(trial, end ?? TrialPhase.Waiting, end is null ? trial.Done : 1);
    }

    private void Move(TrialTally trial, TrialPhase phase, double done)
    {
        foreach (var counts in new[] { _counts, trial.Cell.Counts })
        {
            counts[(int)trial.Phase]--;
            counts[(int)phase]++;
        }
        _done += done - trial.Done;
        (trial.Phase, trial.Done) = (phase, done);
        if (phase == TrialPhase.Running)
            _running.Add(trial);
        else
            _running.Remove(trial);
    }
}

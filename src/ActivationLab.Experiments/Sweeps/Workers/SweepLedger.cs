using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>All trials of a sweep, with those that had ended before it.</summary>
internal sealed class SweepLedger
{
    private readonly Dictionary<SweepTrial, LedgerTrial> _states = new(ReferenceEqualityComparer.Instance);
    private readonly List<LedgerTrial> _all = [];

    private SweepLedger(string folder) => Folder = folder;

    /// <summary>The folder of the results.</summary>
    public string Folder { get; }

    /// <summary>All trials, in the order of the sweep.</summary>
    public IReadOnlyList<SweepTrial> Trials => [.. _all.Select(state => state.Trial)];

    /// <summary>The trials without an end, in the order of the sweep.</summary>
    public IReadOnlyList<LedgerTrial> Pending => [.. _all.Where(state => !IsEnd(state.Row))];

    /// <summary>The rows of the trials that have ended.</summary>
    public IReadOnlyList<RunRow> Ended => [.. _all.Select(state => state.Row).OfType<RunRow>().Where(IsEnd)];

    /// <summary>Looks into the run folders, and puts the rows of trials that have ended into the tables where they lack.</summary>
    /// <exception cref="UserException">A run folder is of another configuration, or the tables cannot be written.</exception>
    public static SweepLedger Open(string name, IReadOnlyList<SweepTrial> trials, string runsFolder)
    {
        var ledger = new SweepLedger(Path.Combine(runsFolder, name));
        foreach (var trial in trials)
        {
            var folder = RunFolder.For(runsFolder, trial.Experiment);
            folder.CheckConfiguration();
            var state = new LedgerTrial(trial, folder) { Row = folder.ReadEnd() };
            ledger._states.Add(trial, state);
            ledger._all.Add(state);
        }
        // All at once: the table is read but once.
        new ResultsTable(ledger.Folder).Ensure(ledger.Ended);
        foreach (var state in ledger._all.Where(state => IsEnd(state.Row)))
            state.Folder.DeleteCheckpointsOfEnded();
        return ledger;
    }

    /// <summary>What is known of a trial.</summary>
    public LedgerTrial this[SweepTrial trial] => _states[trial];

    /// <summary>What there is to tell at the end.</summary>
    /// <param name="stopped">Whether the sweep was asked to stop.</param>
    public SweepResult Result(bool stopped)
    {
        // Another process may have written the row of one that is not known here.
        RunRow[] rows = [.. _all.Select(state => state.Row ?? state.Folder.ReadRun()).OfType<RunRow>()];
        var unfinished = _all.Exists(state => state.Row is null or { Status: RunStatus.Interrupted });
        return new SweepResult(Folder, rows, _all.Count - rows.Length, stopped && unfinished);
    }

    private static bool IsEnd(RunRow? row) => row is { Status: RunStatus.Completed or RunStatus.Diverged };
}

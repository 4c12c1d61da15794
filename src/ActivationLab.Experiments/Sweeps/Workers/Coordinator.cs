using System.Collections.Concurrent;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>
/// Deals the trials of a sweep to workers until all are over. Everything happens on the thread of <see cref="Run"/>: what workers say and
/// signals wait in the mail.
/// </summary>
internal sealed class Coordinator(
    SweepLedger ledger, Func<SweepTrial, string> configOf, SweepRunOptions options, IWorkerSource source, IJobPlanner planner, ISweepObserver? observer)
    : IStepTimer
{
    private const int MostDeaths = 2, MostFailedStarts = 2, MostRefusals = 30;

    // A cold start reads 500 MB of libraries, from a cluster's file system perhaps.
    private static readonly TimeSpan s_startPatience = TimeSpan.FromMinutes(5);

    private readonly BlockingCollection<Action> _mail = [];
    private readonly List<WorkerSlot> _slots = [];
    private readonly LinkedList<IReadOnlyList<LedgerTrial>> _jobs = [];
    private Crew _crew = Crew.For(options.Jobs, Environment.ProcessorCount, 0, [], null);
    private int _workers = 1;
    private int _waiting;
    private bool _planned;
    private bool _stopping;
    private TimedReply? _timed;
    private UserException? _obstacle;

    /// <summary>Time between two attempts at a trial whose folder another process has: the worker of a killed sweep needs some to save and end.</summary>
    public TimeSpan RefusalDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Runs all pending trials, or as many as it may.</summary>
    /// <exception cref="UserException">No worker can be started, there is no such GPU, or the data set cannot be used.</exception>
    public void Run(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(() => _mail.Add(Stop));
        try
        {
            if (Plan() is { } start)
            {
                observer?.Started(start);
                // It was started before anybody knew which GPU is its own.
                if (_crew.GpuOf(1) is not null)
                    _slots[0].EndInput();
                Staff();
            }
            Pump(() => _slots.TrueForAll(slot => slot.Activity == WorkerActivity.None) && (_stopping || _waiting == 0));
            if (_obstacle is not null)
                throw _obstacle;
        }
        finally
        {
            _slots.ForEach(slot => slot.EndInput());
        }
    }

    /// <summary>Says how the pending trials would be run, and runs none; null if it was stopped.</summary>
    /// <exception cref="UserException">No worker can be started.</exception>
    public SweepStart? Forecast(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(() => _mail.Add(Stop));
        try
        {
            return Plan();
        }
        finally
        {
            Stop();
            Pump(() => _slots.TrueForAll(slot => slot.Activity == WorkerActivity.None));
        }
    }

    /// <inheritdoc/>
    double? IStepTimer.SecondsPerStep(IReadOnlyList<SweepTrial> trials)
    {
        Staff();
        Pump(() => _stopping || _slots.Exists(slot => slot.Activity == WorkerActivity.Idle));
        _timed = null;
        if (!_stopping)
        {
            _slots.Find(slot => slot.Activity == WorkerActivity.Idle)!.Time(new TimeRequest([.. trials.Select(Reference)], TrialOptions()));
            Pump(() => _stopping || _timed is not null);
        }
        return _timed?.SecondsPerStep;
    }

    // Null if it was stopped.
    private SweepStart? Plan()
    {
        // Alone at first: it tells which GPUs there are, and measures steps undisturbed.
        Staff();
        Pump(() => _stopping || _slots.Exists(slot => slot.Activity == WorkerActivity.Idle));
        if (_stopping)
            return null;
        SweepTrial[] pending = [.. ledger.Pending.Select(state => state.Trial)];
        var gpus = _slots[0].Gpus;
        foreach (var device in pending.Select(trial => trial.Cell.Experiment.Device).Distinct())
            TorchRuntime.CheckDevice(device, gpus);
        _crew = Crew.For(
            options.Jobs, Environment.ProcessorCount, gpus, pending.Select(trial => trial.Cell.Experiment), Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));
        var plan = planner.Plan(pending, new SweepMachine(_crew.Gpus, _crew.Workers, options), this);
        if (_stopping)
            return null;
        foreach (var job in plan.Jobs)
            _jobs.AddLast([.. job.Trials.Select(trial => ledger[trial])]);
        if (!_jobs.SelectMany(job => job).ToHashSet().SetEquals(ledger.Pending) || _jobs.Sum(job => job.Count) != pending.Length)
            throw new InvalidOperationException("the plan does not have every pending trial in one job");

        _workers = Math.Min(_crew.Workers, _jobs.Count);
        _planned = true;
        string[] reasons = [_crew.Reason, _workers < _crew.Workers ? $"work for {_workers} only" : "", plan.Reason];
        return new SweepStart(
            ledger.Folder, ledger.Trials, ledger.Ended, _workers, _crew.Threads, plan.StackMembers,
            string.Join("; ", reasons.Where(reason => reason.Length > 0)), plan.Seconds);
    }

    // Deals what there is to idle workers, and has as many workers as there is work for.
    private void Staff()
    {
        if (_stopping)
            return;
        foreach (var slot in _slots.Where(slot => slot.Activity == WorkerActivity.Idle))
        {
            if (_jobs.First is { } job)
            {
                _jobs.RemoveFirst();
                Deal(slot, job.Value);
            }
            else if (_planned && _waiting == 0)
            {
                slot.EndInput();
            }
        }
        var wanted = _planned ? Math.Min(_workers, _jobs.Count + _slots.Count(slot => slot.Activity == WorkerActivity.Running)) : 1;
        while (_slots.Count(slot => slot.IsUp) < wanted && FreeSlot() is { } free)
            Start(free);
        if (wanted > 0 && _slots.TrueForAll(slot => slot.Defect is not null && slot.Activity == WorkerActivity.None))
            throw new UserException(_slots[^1].Defect!);
    }

    private WorkerSlot? FreeSlot()
    {
        if (_slots.Find(slot => slot.Activity == WorkerActivity.None && slot.Defect is null) is { } free)
            return free;
        if (_slots.Count >= _workers)
            return null;
        _slots.Add(new WorkerSlot(_slots.Count + 1));
        return _slots[^1];
    }

    private void Start(WorkerSlot slot)
    {
        var log = Path.Combine(SweepFolder.In(ledger.Folder).FullName, "workers", $"{slot.Number}.log");
        try
        {
            slot.Start(source, new WorkerSettings(slot.Number, _crew.Threads, _crew.GpuOf(slot.Number), log), _mail.Add, Heard, Ended);
        }
        catch (UserException error)
        {
            GiveUp(slot, error.Message);
            return;
        }
        var start = slot.Starts;
        Later(s_startPatience, () =>
        {
            if (slot.Activity == WorkerActivity.Starting && slot.Starts == start)
                slot.Kill();
        });
    }

    private void GiveUp(WorkerSlot slot, string defect)
    {
        slot.Defect = defect;
        if (_planned)
            observer?.Warned(defect);
    }

    private void Deal(WorkerSlot slot, IReadOnlyList<LedgerTrial> job)
    {
        slot.Run(job, new RunRequest([.. job.Select(state => Reference(state.Trial))], TrialOptions()));
        foreach (var state in job)
            observer?.TrialStarted(state.Trial, slot.Number, job.Count);
    }

    private TrialReference Reference(SweepTrial trial) => new(configOf(trial), trial.Seed, trial.Cell.Name);

    private TrialOptions TrialOptions() => new()
    {
        RunsFolder = options.RunsFolder,
        DataFolder = options.DataFolder,
        Threads = _crew.Threads,
        CommandLine = options.CommandLine,
        SecondsBetweenReports = WorkerProtocol.SecondsBetweenReports,
    };

    private void Heard(WorkerSlot slot, string line)
    {
        switch (WorkerProtocol.Reply(line))
        {
            case HelloReply hello when hello.Build != WorkerProtocol.Build:
                GiveUp(slot, "the program was built anew while the sweep was running: start the sweep again; it goes on where it is");
                slot.Kill();
                break;
            case HelloReply hello:
                // All workers have the same tensor library: once is enough.
                if (hello.Warning is { } warning && !_planned && slot.Starts == 1)
                    observer?.Warned(warning);
                slot.Greet(hello);
                Staff();
                break;
            case ProgressedReply progressed when slot.Member(progressed.Trial) is { } state:
                observer?.TrialProgressed(state.Trial, Math.Clamp(progressed.Done, 0, 1));
                break;
            case WarnedReply warned when slot.Member(warned.Trial) is { } state:
                observer?.Warned(state.Say(warned.Message));
                break;
            case FinishedReply finished when slot.Member(finished.Trial) is { } state:
                slot.Close(finished.Trial);
                // Somebody stopped the worker and not the sweep: it takes no more.
                if (finished.Row.Status == RunStatus.Interrupted)
                    slot.EndInput();
                Finish(state, finished.Row);
                Staff();
                break;
            case FailedReply failed when slot.Member(failed.Trial) is { } state:
                slot.Close(failed.Trial);
                // A device that an error has left unusable would fail all trials that come after it.
                if (failed.Cause == FailureCause.Error && slot.Activity == WorkerActivity.Idle)
                    slot.EndInput();
                if (failed.Cause == FailureCause.Error && slot.Members > 1 && !_stopping)
                    TryAlone(state, slot.Members, failed.Message);
                else
                    Fail(state, failed.Message, failed.Cause);
                Staff();
                break;
            case TimedReply timed when slot.Activity == WorkerActivity.Timing:
                slot.Timed();
                // Where memory ended, what was made until then may still be held.
                if (timed.SecondsPerStep is null)
                    slot.EndInput();
                _timed = timed;
                break;
            default:
                slot.Log($"not of the protocol: {(line.Length <= 200 ? line : line[..200] + "…")}");
                break;
        }
    }

    private void Ended(WorkerSlot slot, WorkerEnd end)
    {
        var (activity, open) = slot.Clear();
        if (activity == WorkerActivity.Timing)
            _timed = new TimedReply(null);
        if (slot.FailedStarts >= MostFailedStarts && slot.Defect is null)
            GiveUp(slot, $"a worker process cannot be started: it {end.How}{(end.LastWords.Length > 0 ? $" ({end.LastWords})" : "")}");
        if (_stopping)
        {
            foreach (var state in open)
                observer?.Warned(state.Say($"the worker process {end.How} before it had stopped; the trial is left as its last checkpoint has it"));
            return;
        }
        Lose(open, end);
        Staff();
    }

    // The last first, as each goes to the front of the queue.
    private void Lose(IEnumerable<LedgerTrial> states, WorkerEnd end)
    {
        foreach (var state in states.Reverse())
        {
            state.Deaths.Add(end);
            var again = state.Deaths.Count < MostDeaths;
            observer?.TrialLost(state.Trial, state.DescribeDeaths(), again);
            if (again)
                _jobs.AddFirst([state]);
            else
                Fail(state, state.DescribeDeaths(), FailureCause.Error);
        }
    }

    // The error may be the stack's: that it needs more memory than there is.
    private void TryAlone(LedgerTrial state, int members, string message)
    {
        observer?.TrialLost(state.Trial, $"a stack of {members} failed: {message}", willRetry: true);
        _jobs.AddLast([state]);
    }

    private void Finish(LedgerTrial state, RunRow row)
    {
        if (row.Status == RunStatus.Interrupted && !_stopping)
        {
            Lose([state], new WorkerEnd("was told to stop"));
            return;
        }
        state.Row = row;
        observer?.TrialFinished(state.Trial, row);
        if (options.FailFast && row.Status is RunStatus.Failed or RunStatus.Diverged)
            Stop();
    }

    private void Fail(LedgerTrial state, string message, FailureCause cause)
    {
        if (cause == FailureCause.Data)
        {
            _obstacle ??= new UserException(message);
            Stop();
            return;
        }
        if (cause == FailureCause.FolderInUse && ++state.Refusals < MostRefusals)
        {
            if (state.Refusals == 1)
                observer?.TrialLost(state.Trial, message, willRetry: true);
            _waiting++;
            Later(RefusalDelay, () =>
            {
                _waiting--;
                _jobs.AddLast([state]);
                Staff();
            });
            return;
        }
        if (cause != FailureCause.Error)
        {
            observer?.Warned(message);
            return;
        }
        try
        {
            // A trial that failed by an exception has mostly written so itself.
            var row = state.Folder.ReadRun() is { Status: RunStatus.Failed } recorded && recorded.Message == message
                ? recorded
                : TrialFailure.Record(state.Trial.Experiment, options.RunsFolder, message, _crew.Threads);
            Finish(state, row);
        }
        catch (UserException error)
        {
            observer?.Warned(state.Say($"{message}; that could not be recorded: {error.Message}"));
        }
    }

    private void Stop()
    {
        _stopping = true;
        _jobs.Clear();
        _slots.ForEach(slot => slot.EndInput());
    }

    private void Later(TimeSpan delay, Action action) => _ = Task.Delay(delay).ContinueWith(_ => _mail.Add(action), TaskScheduler.Default);

    private void Pump(Func<bool> until)
    {
        while (!until())
            _mail.Take()();
    }
}

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>What a worker does.</summary>
internal enum WorkerActivity
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It has not said hello yet.</summary>
    Starting,

    /// <summary>It waits for work.</summary>
    Idle,

    /// <summary>It runs trials.</summary>
    Running,

    /// <summary>It measures steps.</summary>
    Timing,

    /// <summary>Its input has ended: it saves what it has, and ends.</summary>
    Ending,
}

/// <summary>The place of a worker; when one dies, another takes it.</summary>
internal sealed class WorkerSlot(int number)
{
    private IWorker? _worker;
    private Post? _listener;

    // The trials that the worker runs, by their places in the request; null where one is over.
    private LedgerTrial?[] _job = [];

    /// <summary>From 1.</summary>
    public int Number { get; } = number;

    public WorkerActivity Activity { get; private set; }

    /// <summary>GPUs that the worker sees; known from its hello on.</summary>
    public int Gpus { get; private set; }

    /// <summary>Workers in a row that ended before their hello.</summary>
    public int FailedStarts { get; private set; }

    /// <summary>Workers that were started here.</summary>
    public int Starts { get; private set; }

    /// <summary>Why no worker is started here any more; null while one may be.</summary>
    public string? Defect { get; set; }

    /// <summary>Trials of its job, over or not.</summary>
    public int Members => _job.Length;

    /// <summary>Whether there is a worker that can take work, or soon can.</summary>
    public bool IsUp => Activity is not (WorkerActivity.None or WorkerActivity.Ending);

    /// <summary>Starts a worker. What it says is put into the mail and comes to the handlers from there, unless it has been replaced meanwhile.</summary>
    /// <exception cref="UserException">It cannot be started.</exception>
    public void Start(IWorkerSource source, WorkerSettings settings, Action<Action> mail, Action<WorkerSlot, string> heard, Action<WorkerSlot, WorkerEnd> ended)
    {
        (Activity, Starts) = (WorkerActivity.Starting, Starts + 1);
        var listener = new Post();
        listener.OnHeard = line => mail(() => IfCurrent(listener, () => heard(this, line)));
        listener.OnEnded = end => mail(() => IfCurrent(listener, () => ended(this, end)));
        _listener = listener;
        try
        {
            _worker = source.Start(settings, listener);
        }
        catch
        {
            (Activity, _listener) = (WorkerActivity.None, null);
            throw;
        }
    }

    /// <summary>It said hello.</summary>
    public void Greet(HelloReply hello)
    {
        (Gpus, FailedStarts) = (hello.Gpus, 0);
        if (Activity == WorkerActivity.Starting)
            Activity = WorkerActivity.Idle;
    }

    /// <summary>Gives it trials.</summary>
    public void Run(IReadOnlyList<LedgerTrial> job, RunRequest request)
    {
        (_job, Activity) = ([.. job], WorkerActivity.Running);
        _worker!.Send(WorkerProtocol.Format(request));
    }

    /// <summary>Has it measure steps.</summary>
    public void Time(TimeRequest request)
    {
        Activity = WorkerActivity.Timing;
        _worker!.Send(WorkerProtocol.Format(request));
    }

    /// <summary>A trial of its job that is not over, by its place in the request; null if there is none.</summary>
    public LedgerTrial? Member(int trial) => trial >= 0 && trial < _job.Length ? _job[trial] : null;

    /// <summary>A trial of its job is over.</summary>
    public void Close(int trial)
    {
        _job[trial] = null;
        if (Activity == WorkerActivity.Running && _job.All(state => state is null))
            Activity = WorkerActivity.Idle;
    }

    /// <summary>It has measured.</summary>
    public void Timed() => Activity = WorkerActivity.Idle;

    /// <summary>Asks it to save what it has and to end.</summary>
    public void EndInput()
    {
        if (!IsUp)
            return;
        Activity = WorkerActivity.Ending;
        _worker!.EndInput();
    }

    public void Kill() => _worker?.Kill();

    public void Log(string line) => _worker?.Log(line);

    /// <summary>It is no more. Returns what it did, and those of its trials that were not over.</summary>
    public (WorkerActivity Activity, IReadOnlyList<LedgerTrial> Open) Clear()
    {
        var (activity, open) = (Activity, _job.OfType<LedgerTrial>().ToArray());
        if (activity == WorkerActivity.Starting)
            FailedStarts++;
        _worker?.Dispose();
        (Activity, _job, _worker, _listener) = (WorkerActivity.None, [], null, null);
        return (activity, open);
    }

    private void IfCurrent(Post listener, Action handle)
    {
        if (ReferenceEquals(listener, _listener))
            handle();
    }

    private sealed class Post : IWorkerListener
    {
        public Action<string> OnHeard { get; set; } = _ => { };

        public Action<WorkerEnd> OnEnded { get; set; } = _ => { };

        public void Heard(string line) => OnHeard(line);

        public void Ended(WorkerEnd end) => OnEnded(end);
    }
}

using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Workers;
using ActivationLab.Experiments.Tests.Runs;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

/// <summary>Workers that do what a test says when they get trials, on the thread that gives them.</summary>
internal sealed class FakeWorkers(SweepFixture sweep, Action<FakeWorker> onRun) : IWorkerSource
{
    /// <summary>All that were started, in order.</summary>
    public List<FakeWorker> All { get; } = [];

    /// <summary>What was dealt: the trials of each job.</summary>
    public List<string> Deals { get; } = [];

    public Action<FakeWorker> OnStart { get; init; } = worker => worker.Hello();

    public Func<TimeRequest, TimedReply?> OnTime { get; init; } = _ => null;

    public IWorker Start(WorkerSettings settings, IWorkerListener listener)
    {
        var worker = new FakeWorker(settings, listener, Take);
        All.Add(worker);
        OnStart(worker);
        return worker;
    }

    private void Take(FakeWorker worker, WorkerRequest request)
    {
        switch (request)
        {
            case RunRequest run:
                worker.Trials = [.. run.Trials.Select(reference => sweep.Find(reference.Cell, reference.Seed))];
                worker.RunsFolder = run.Options.RunsFolder;
                Deals.Add(string.Join('+', worker.Trials.Select(trial => sweep.NameOf(trial!))));
                onRun(worker);
                break;
            case TimeRequest time when OnTime(time) is { } timed:
                worker.Say(timed);
                break;
            case TimeRequest:
                worker.Die(9);
                break;
        }
    }
}

internal sealed class FakeWorker(WorkerSettings settings, IWorkerListener listener, Action<FakeWorker, WorkerRequest> take) : IWorker
{
    private bool _dead;

    public WorkerSettings Settings { get; } = settings;

    /// <summary>The trials that it runs; null where one is over.</summary>
    public SweepTrial?[] Trials { get; set; } = [];

    public string RunsFolder { get; set; } = "";

    public bool WasKilled { get; private set; }

    public List<string> Logged { get; } = [];

    public void Hello(int gpus = 0, string? build = null, string? warning = null) =>
        Say(new HelloReply(build ?? WorkerProtocol.Build, Settings.Threads, gpus, warning));

    public void Say(WorkerReply reply) => Say(WorkerProtocol.Format(reply));

    public void Say(string line)
    {
        if (!_dead)
            listener.Heard(line);
    }

    /// <summary>Writes the row of a trial and says so, as a real worker does.</summary>
    public void Finish(int trial, RunStatus status = RunStatus.Completed)
    {
        var experiment = Trials[trial]!.Experiment;
        var row = RunFolder.For(RunsFolder, experiment).Record(() => Rows.Run(experiment, status));
        Trials[trial] = null;
        Say(new FinishedReply(trial, row));
    }

    public void Fail(int trial, string message, FailureCause cause = FailureCause.Error)
    {
        Trials[trial] = null;
        Say(new FailedReply(trial, message, cause));
    }

    public void FinishAll()
    {
        for (var trial = 0; trial < Trials.Length; trial++)
            Finish(trial);
    }

    public void Die(int signal, string lastWords = "") => End(new WorkerEnd($"ended by signal {signal}", lastWords));

    public void Send(string line)
    {
        if (!_dead)
            take(this, WorkerProtocol.Request(line)!);
    }

    public void EndInput()
    {
        for (var trial = 0; trial < Trials.Length && !_dead; trial++)
        {
            if (Trials[trial] is not null)
                Finish(trial, RunStatus.Interrupted);
        }
        End(new WorkerEnd("ended with exit code 0"));
    }

    public void Kill()
    {
        WasKilled = true;
        Die(9);
    }

    public void Log(string line) => Logged.Add(line);

    public void Dispose() => EndInput();

    private void End(WorkerEnd end)
    {
        if (_dead)
            return;
        _dead = true;
        listener.Ended(end);
    }
}

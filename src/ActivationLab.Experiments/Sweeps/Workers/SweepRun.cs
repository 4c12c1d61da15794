namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>Runs the trials of a sweep in worker processes.</summary>
public static class SweepRun
{
    /// <summary>
    /// Runs those trials that have not ended. A worker that dies costs its trials only: each is tried once more, alone, and then recorded as
    /// failed. One that fails with an error is recorded and not tried again, unless that was in a stack.
    /// </summary>
    /// <param name="name">The sweep's name, which is that of all its experiments.</param>
    /// <param name="trials">The trials, each once.</param>
    /// <param name="configOf">The file of a trial's cell, which a worker loads; its seed does not matter.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="workers">Starts workers.</param>
    /// <param name="observer">Hears how it goes, on the calling thread.</param>
    /// <param name="cancellation">Stops the sweep: every worker saves the checkpoints of its trials and ends, however long that takes.</param>
    /// <param name="planner">Makes the jobs.</param>
    /// <returns>The rows of all trials. A sweep that <see cref="SweepRunOptions.FailFast"/> stopped does not count as interrupted.</returns>
    /// <exception cref="UserException">A run folder is of another configuration, the tables cannot be written, or no worker can be started.</exception>
    public static SweepResult Run(
        string name, IReadOnlyList<SweepTrial> trials, Func<SweepTrial, string> configOf, SweepRunOptions options, IWorkerSource workers,
        ISweepObserver observer, CancellationToken cancellation, IJobPlanner planner)
    {
        var ledger = SweepLedger.Open(name, trials, options.RunsFolder);
        if (ledger.Pending.Count == 0)
        {
            observer.Started(new SweepStart(ledger.Folder, trials, ledger.Ended, 0, 0, 0, $"all {Amount.Of(trials.Count, "trial")} had ended before"));
            return ledger.Result(stopped: false);
        }
        if (!cancellation.IsCancellationRequested)
            new Coordinator(ledger, configOf, options, workers, planner, observer).Run(cancellation);
        return ledger.Result(cancellation.IsCancellationRequested);
    }

    /// <summary>Says how the trials would be run, and how long that would take; runs none. A worker times a step.</summary>
    /// <param name="name">The sweep's name.</param>
    /// <param name="trials">Trials that have not ended, each once.</param>
    /// <param name="configOf">The file of a trial's cell.</param>
    /// <param name="options">Where and how; into the folder of all runs goes the log of the worker.</param>
    /// <param name="workers">Starts workers.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="planner">Makes the jobs.</param>
    /// <returns>What the observer of a run would hear; null if it was stopped.</returns>
    /// <exception cref="UserException">No worker can be started.</exception>
    public static SweepStart? Forecast(
        string name, IReadOnlyList<SweepTrial> trials, Func<SweepTrial, string> configOf, SweepRunOptions options, IWorkerSource workers,
        CancellationToken cancellation, IJobPlanner planner) =>
        new Coordinator(SweepLedger.Open(name, trials, options.RunsFolder), configOf, options, workers, planner, observer: null).Forecast(cancellation);
}

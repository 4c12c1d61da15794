using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Experiments.Sweeps.Stacking;
using ActivationLab.Experiments.Sweeps.Workers;

namespace ActivationLab.Cli.Commands;

/// <summary>A sweep on this machine: its files, and worker processes that are this program again.</summary>
internal static class LocalSweep
{
    /// <summary>Runs it.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="stop">Stops it with checkpoints.</param>
    /// <param name="atOnce">Ends its workers at once.</param>
    public static SweepResult Run(
        Sweep sweep, SweepRunOptions options, ISweepObserver observer, CancellationToken stop, CancellationToken atOnce)
    {
        var folder = SweepFolder.For(options.RunsFolder, sweep.Name);
        using var held = folder.Lock();
        folder.Write(sweep);
        return RunTrials(folder, [.. sweep.Trials], options, observer, stop, atOnce);
    }

    /// <summary>Runs some trials of a sweep whose files are written already. Others may run the rest at the same time.</summary>
    /// <param name="folder">The sweep's folder.</param>
    /// <param name="trials">The trials.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="stop">Stops them with checkpoints.</param>
    /// <param name="atOnce">Ends their workers at once.</param>
    public static SweepResult RunTrials(
        SweepFolder folder, IReadOnlyList<SweepTrial> trials, SweepRunOptions options, ISweepObserver observer, CancellationToken stop, CancellationToken atOnce)
    {
        var workers = ProcessWorkerSource.OfThisProgram(WorkerCommand.Word);
        using var registration = atOnce.Register(workers.KillAll);
        return SweepRun.Run(folder.Name, trials, trial => folder.ConfigOf(trial.Cell.Name), options, workers, observer, stop, new StackPlanner());
    }

    /// <summary>Says how trials would be run and how long that would take, from steps that a worker times. Leaves nothing.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="pending">Its trials that have not ended.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SweepForecast Forecast(Sweep sweep, IReadOnlyList<SweepTrial> pending, SweepRunOptions options, CancellationToken stop)
    {
        var nowhere = Directory.CreateTempSubdirectory("activationlab-forecast-").FullName;
        try
        {
            var folder = SweepFolder.For(nowhere, sweep.Name);
            var start = SweepRun.Forecast(
                sweep.Name, pending, trial => folder.WriteCell(trial.Cell), options with { RunsFolder = nowhere },
                ProcessWorkerSource.OfThisProgram(WorkerCommand.Word), stop, new StackPlanner(forecast: true));
            stop.ThrowIfCancellationRequested();
            return new SweepForecast(start!.Reason, start.Seconds);
        }
        finally
        {
            Directory.Delete(nowhere, recursive: true);
        }
    }
}

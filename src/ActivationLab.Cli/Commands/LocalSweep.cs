using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;
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
        return SweepRun.Run(folder.Name, trials, trial => folder.ConfigOf(trial.Cell.Name), options, workers, observer, stop);
    }
}

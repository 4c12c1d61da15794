using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Experiments.Sweeps.Slurm;

namespace ActivationLab.Cli.Commands;

/// <summary>A sweep on a Slurm cluster: its files, and job arrays whose tasks are this program again.</summary>
internal static class SlurmSweep
{
    /// <summary>Submits what is missing, and lets go of it.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="options">Where and how its tasks run.</param>
    public static SlurmReceipt Submit(Sweep sweep, SweepRunOptions options)
    {
        var folder = SweepFolder.For(options.RunsFolder, sweep.Name);
        using var held = folder.Lock();
        folder.Write(sweep);
        return new SlurmLauncher(new SlurmCluster()).Submit(sweep, folder, new SlurmLaunch { TaskOptions = SweepTaskCommand.OptionsFor(options) });
    }
}

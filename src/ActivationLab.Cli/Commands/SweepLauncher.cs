namespace ActivationLab.Cli.Commands;

/// <summary>Where the trials of a sweep run.</summary>
internal enum SweepLauncher
{
    /// <summary>In worker processes of this machine, until all are done.</summary>
    Local,

    /// <summary>On a Slurm cluster: submitted, and not waited for.</summary>
    Slurm,
}

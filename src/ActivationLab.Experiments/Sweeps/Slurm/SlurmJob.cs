namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>A row of <c>jobs.csv</c>: a job array that the cluster accepted. Index i of it is task <see cref="FirstTask"/> + i.</summary>
public sealed record SlurmJob
{
    /// <summary>What Slurm calls it.</summary>
    public required string Job { get; init; }

    /// <summary>Number of its first task.</summary>
    public required int FirstTask { get; init; }

    /// <summary>How many tasks it has.</summary>
    public required int Tasks { get; init; }
}

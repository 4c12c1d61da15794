namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>A row of <c>tasks.csv</c>: a trial, and the task of the submission that runs it.</summary>
public sealed record SlurmTask
{
    /// <summary>Number of the task, from 0 over all job arrays of the submission.</summary>
    public required int Task { get; init; }

    /// <summary>Name of the trial's cell.</summary>
    public required string Cell { get; init; }

    /// <summary>Seed of the trial.</summary>
    public required long Seed { get; init; }
}

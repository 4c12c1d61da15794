using ActivationLab.Experiments.Sweeps.Plan;

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

    /// <summary>The cell's variant, as in <see cref="PlannedTrialRow"/>.</summary>
    public string Variant { get; init; } = "";

    /// <summary>What was swept, as in <see cref="PlannedTrialRow"/>.</summary>
    public string Settings { get; init; } = "";

    /// <summary>The row of a trial.</summary>
    public static SlurmTask Of(int task, SweepTrial trial)
    {
        var row = PlannedTrialRow.Of(trial);
        return new SlurmTask { Task = task, Cell = row.Cell, Seed = row.Seed, Variant = row.Variant, Settings = row.Settings };
    }

    /// <summary>The trial, as the sweep's own table has it.</summary>
    public PlannedTrialRow ToPlanned() => new() { Cell = Cell, Seed = Seed, Variant = Variant, Settings = Settings };
}

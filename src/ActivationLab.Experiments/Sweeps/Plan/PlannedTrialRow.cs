namespace ActivationLab.Experiments.Sweeps.Plan;

/// <summary>A row of <c>trials.csv</c>: a trial that the last <c>sweep</c> command asked for, whether it has run or not.</summary>
public sealed record PlannedTrialRow
{
    private const string Separator = "; ";

    /// <summary>Name of the cell: one configuration over all its seeds.</summary>
    public required string Cell { get; init; }

    /// <summary>Seed of the trial.</summary>
    public required long Seed { get; init; }

    /// <summary>The name that the sweep gives to the cell's variant; empty when variants were not named.</summary>
    public string Variant { get; init; } = "";

    /// <summary>What was swept: <c>key=value; key=value</c>, values as YAML; empty when nothing was.</summary>
    public string Settings { get; init; } = "";

    /// <summary>The row of a trial.</summary>
    public static PlannedTrialRow Of(SweepTrial trial) => new()
    {
        Cell = trial.Cell.Name,
        Seed = trial.Seed,
        Variant = trial.Cell.Variant,
        Settings = string.Join(Separator, trial.Cell.Values),
    };

    /// <summary>What was swept, and the value of each.</summary>
    public IReadOnlyList<SweepValue> ReadValues() => [.. Settings
        .Split(Separator, StringSplitOptions.RemoveEmptyEntries)
        .Select(setting => setting.Split('=', 2))
        .Select(parts => new SweepValue(parts[0], parts.Length > 1 ? parts[1] : ""))];
}

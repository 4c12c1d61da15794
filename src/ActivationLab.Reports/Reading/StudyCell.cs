using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Reports.Reading;

/// <summary>One configuration over all its seeds.</summary>
public sealed record StudyCell
{
    /// <summary>The cell's name, which ends in the hash of its configuration.</summary>
    public required string Name { get; init; }

    /// <summary>The name that a sweep gives to the cell's variant; empty when variants were not named.</summary>
    public string Variant { get; init; } = "";

    /// <summary>
    /// What distinguishes the cell from the study's others: keys of the configuration, as in <c>--set</c>, with their values as YAML. What a sweep
    /// swept, where there was one; else what differs between the rows of <c>results.csv</c>.
    /// </summary>
    public required IReadOnlyList<SweepValue> Settings { get; init; }

    /// <summary>Its trials that have ended, however they did, by seed.</summary>
    public required IReadOnlyList<StudyTrial> Trials { get; init; }

    /// <summary>Seeds that a sweep planned and that have no row.</summary>
    public IReadOnlyList<long> Missing { get; init; } = [];

    /// <summary>The trials with figures, by seed.</summary>
    public IEnumerable<StudyTrial> Completed => Trials.Where(trial => trial.IsCompleted);

    /// <summary>How many trials ended in a way.</summary>
    public int Count(RunStatus status) => Trials.Count(trial => trial.Row.Status == status);

    /// <summary>How many trials completed and have not a figure: it is blank, not finite or astronomic.</summary>
    public int WithoutFigure(Metric metric) => Completed.Count(trial => metric.Of(trial.Row) is null);

    /// <summary>Trials without figures, in words: <c>2 diverged, 1 missing</c>; empty where all completed.</summary>
    public string NotCompleted => string.Join(", ", new[] { RunStatus.Diverged, RunStatus.Failed, RunStatus.Interrupted }
        .Select(status => (Number: Count(status), Word: SnakeCase.Of(status)))
        .Append((Number: Missing.Count, Word: "missing"))
        .Where(part => part.Number > 0)
        .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Number} {part.Word}")));
}

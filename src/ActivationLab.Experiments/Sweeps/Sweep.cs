using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps;

/// <summary>Many trials of one experiment's folder: every cell with every seed. All are checked before the first starts.</summary>
/// <param name="Name">Names the folder of the results, <c>runs/&lt;name&gt;/</c>; every cell's experiment has the same name.</param>
/// <param name="Cells">The configurations, in the order of the file; no two are the same.</param>
/// <param name="Seeds">The seeds that each cell is trained with; trials of different cells with the same seed are paired.</param>
/// <param name="Slurm">How a cluster is asked to run it.</param>
public sealed record Sweep(string Name, IReadOnlyList<SweepCell> Cells, IReadOnlyList<long> Seeds, SlurmSettings Slurm)
{
    /// <summary>All trials: seed by seed, so that a sweep that is stopped early has compared all cells on the seeds that it has.</summary>
    public IEnumerable<SweepTrial> Trials => Seeds.SelectMany(seed => Cells.Select(cell => new SweepTrial(cell, seed)));
}

/// <summary>One configuration of a sweep, over all its seeds.</summary>
/// <param name="Variant">The name that the sweep gives it (<c>Leaky 0.01</c>); empty when variants were not named.</param>
/// <param name="Values">What was swept, and the cell's value of it.</param>
/// <param name="Experiment">The whole resolved configuration; its seed is the base's.</param>
public sealed record SweepCell(string Variant, IReadOnlyList<SweepValue> Values, Experiment Experiment)
{
    /// <summary>The name of its folder: <see cref="CellName"/>.</summary>
    public string Name { get; } = CellName.Of(Experiment);
}

/// <summary>A key that is swept, and one value of it as YAML: <c>model.activation.negative_slope</c>, <c>0.01</c>.</summary>
public sealed record SweepValue(string Key, string Text)
{
    /// <summary>As on the command line: <c>model.activation.negative_slope=0.01</c>.</summary>
    public override string ToString() => $"{Key}={Text}";
}

/// <summary>One trial of a sweep: a cell with a seed.</summary>
public sealed record SweepTrial(SweepCell Cell, long Seed)
{
    /// <summary>The configuration with the trial's seed: what <c>train</c> would run.</summary>
    public Experiment Experiment => Cell.Experiment with { Seed = Seed };
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Sweeps.Definition;

namespace ActivationLab.Experiments.Sweeps;

/// <summary>Reads sweeps from YAML and JSON files or from the command line, with every check of every cell that needs no data and no device.</summary>
/// <remarks>
/// Cells come in the order of the variants, then of the parameters as they are written, the last of them changing fastest; those of random
/// search in the order in which they are drawn. Parameters of the command line follow those of the file.
/// </remarks>
public static class SweepLoader
{
    /// <summary>The most cells of a sweep.</summary>
    public const int MostCells = 100_000;

    /// <summary>The most trials of a sweep: cells times seeds.</summary>
    public const int MostTrials = 1_000_000;

    /// <summary>Whether a file is a sweep and not an experiment: it has <c>base</c>, or varies something and has no settings of its own.</summary>
    /// <returns>False also for a file that cannot be read, of which <see cref="ExperimentLoader.Load"/> says why.</returns>
    public static bool IsSweepFile(string path) =>
        ConfigText.Read(path, new Problems()) is { } root && SweepReader.IsSweep(root);

    /// <summary>Reads the sweep of a file. A missing name is the file's, without its extension.</summary>
    /// <param name="path">A file that ends in <c>.yaml</c>, <c>.yml</c> or <c>.json</c>.</param>
    /// <param name="overrides"><c>key=value</c>, over what the base experiment says; <c>name=…</c> names the sweep.</param>
    /// <param name="grid"><c>key=v1,v2</c>: more parameters; the values are YAML, separated by commas.</param>
    /// <param name="seeds">Seeds instead of the file's: how many (<c>5</c>), or which (<c>1,2,3</c>).</param>
    /// <exception cref="ConfigurationException">The sweep or a cell of it cannot be used; carries all the problems at once.</exception>
    public static Sweep Load(string path, IReadOnlyList<string> overrides, IReadOnlyList<string>? grid = null, string? seeds = null)
    {
        var problems = new Problems();
        var definition = ConfigText.Read(path, problems) is { } root
            ? new SweepReader(path, problems).Read(root, overrides, grid ?? [], seeds)
            : null;
        return Make(definition, problems);
    }

    /// <summary>The sweep over an experiment that the command line describes. Its name is the experiment's.</summary>
    /// <param name="configPath">The experiment's file.</param>
    /// <param name="overrides"><c>key=value</c>, over what the file says.</param>
    /// <param name="grid"><c>key=v1,v2</c>: the parameters; the values are YAML, separated by commas.</param>
    /// <param name="seeds">How many seeds from the experiment's on (<c>5</c>), or which (<c>1,2,3</c>); null for the experiment's alone.</param>
    /// <exception cref="ConfigurationException">The experiment or a cell cannot be used; carries all the problems at once.</exception>
    public static Sweep AdHoc(string configPath, IReadOnlyList<string> overrides, IReadOnlyList<string> grid, string? seeds)
    {
        var problems = new Problems();
        return Make(new SweepReader(configPath, problems).ReadAdHoc(overrides, grid, seeds), problems);
    }

    private static Sweep Make(SweepDefinition? definition, Problems problems)
    {
        var cells = definition is null ? [] : CellMaker.Make(definition, problems);
        if (definition is null || problems.Count > 0)
            throw new ConfigurationException(problems.Sorted);
        return new Sweep(definition.Name, cells, definition.Seeds, definition.Slurm);
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Plan;

/// <summary>
/// What a sweep leaves beside the run folders of its trials, in <c>runs/&lt;name&gt;/sweep/</c>: <c>trials.csv</c>, the trials of the last
/// <c>sweep</c> command, and <c>cells/&lt;cell&gt;.yaml</c>, the whole configuration of each cell, which <c>train --config</c> can run.
/// </summary>
public sealed class SweepFolder
{
    /// <summary>The folder's name below the experiment's; no cell has it, for those end in a hash.</summary>
    public const string FolderName = "sweep";

    private SweepFolder(string experimentFolder) => ExperimentFolder = experimentFolder;

    /// <summary>The folder of the results, <c>runs/&lt;name&gt;</c>.</summary>
    public string ExperimentFolder { get; }

    /// <summary>The sweep's name.</summary>
    public string Name => Path.GetFileName(ExperimentFolder);

    /// <summary>The path.</summary>
    public string FullName => Path.Combine(ExperimentFolder, FolderName);

    /// <summary>The table of trials.</summary>
    public string TrialsFile => Path.Combine(FullName, "trials.csv");

    private string CellsFolder => Path.Combine(FullName, "cells");

    private string LockFile => Path.Combine(FullName, "sweep.lock");

    /// <summary>The folder of a sweep below the folder of all runs. Touches no disk.</summary>
    public static SweepFolder For(string runsRoot, string name) => new(Path.Combine(runsRoot, name));

    /// <summary>The folder of the sweep whose results are in a folder, <c>runs/&lt;name&gt;</c>. Touches no disk.</summary>
    public static SweepFolder In(string experimentFolder) => new(experimentFolder);

    /// <summary>The configuration of a cell, with the base's seed.</summary>
    public string ConfigOf(string cell) => Path.Combine(CellsFolder, cell + ".yaml");

    /// <summary>Keeps other <c>sweep</c> commands out of the folder until it is disposed of.</summary>
    /// <exception cref="UserException">Another process runs a sweep there, or the folder cannot be made.</exception>
    public IDisposable Lock()
    {
        FileProblem.CreateFolder(FullName);
        var held = FileLock.TryTake(LockFile)
            ?? throw new UserException($"{ExperimentFolder}: {FileLock.Holder(LockFile)} is running a sweep here; wait for it or stop it");
        return new Holding(held, new Heartbeat(held, TimeProvider.System));
    }

    /// <summary>Who runs a sweep in the folder, in words, as far as it has shown within the last minute that it lives; null if nobody does.</summary>
    internal string? Runner(DateTimeOffset now) => Heartbeat.IsBeating(LockFile, now) ? FileLock.Holder(LockFile) : null;

    /// <summary>
    /// Writes the cells' configurations, then the table of trials. Configurations of earlier sweeps stay. For the holder of
    /// <see cref="Lock"/>.
    /// </summary>
    /// <exception cref="UserException">A file could not be written.</exception>
    public void Write(Sweep sweep)
    {
        FileProblem.CreateFolder(CellsFolder);
        AtomicFile.DeleteLeftovers(TrialsFile);
        AtomicFile.DeleteLeftoversIn(CellsFolder);
        foreach (var cell in sweep.Cells)
            WriteCell(cell);
        // Last: then every trial of the table has its configuration, whenever the process is killed.
        CsvTable.Write(TrialsFile, sweep.Trials.Select(PlannedTrialRow.Of));
    }

    /// <summary>Writes the configuration of one cell, where it is not there already, and returns its path: <see cref="ConfigOf"/>.</summary>
    /// <exception cref="UserException">The file could not be written.</exception>
    public string WriteCell(SweepCell cell)
    {
        FileProblem.CreateFolder(CellsFolder);
        var (path, text) = (ConfigOf(cell.Name), ExperimentYaml.Write(cell.Experiment));
        if (!File.Exists(path) || FileProblem.ReadAllText(path) != text)
            AtomicFile.WriteAllText(path, text);
        return path;
    }

    /// <summary>The trials of the last <c>sweep</c> command, in its order.</summary>
    /// <exception cref="UserException">There is no such table, or it cannot be read.</exception>
    public IReadOnlyList<PlannedTrialRow> ReadTrials() => File.Exists(TrialsFile)
        ? CsvTable.Read<PlannedTrialRow>(TrialsFile)
        : throw new UserException($"{TrialsFile}: there is no such file: no sweep was started in {ExperimentFolder}");

    /// <summary>The trials of the last <c>sweep</c> command, with their configurations.</summary>
    /// <exception cref="UserException">A file is gone, damaged, or was changed.</exception>
    public IReadOnlyList<SweepTrial> Load() => Load(ReadTrials());

    /// <summary>Planned trials with their configurations.</summary>
    /// <exception cref="UserException">A configuration is gone, damaged, or is not that of its cell any more.</exception>
    public IReadOnlyList<SweepTrial> Load(IReadOnlyList<PlannedTrialRow> rows)
    {
        var cells = rows.DistinctBy(row => row.Cell).ToDictionary(row => row.Cell, LoadCell);
        return [.. rows.Select(row => new SweepTrial(cells[row.Cell], row.Seed))];
    }

    private SweepCell LoadCell(PlannedTrialRow row)
    {
        var path = ConfigOf(row.Cell);
        var cell = new SweepCell(row.Variant, row.ReadValues(), ExperimentLoader.Load(path, []));
        return cell.Name == row.Cell
            ? cell
            : throw new UserException($"{path}: is the configuration of {cell.Name}: it was changed; start the sweep again, which writes it anew");
    }

    private sealed record Holding(FileLock Held, Heartbeat Heartbeat) : IDisposable
    {
        public void Dispose()
        {
            Heartbeat.Dispose();
            Held.Dispose();
        }
    }
}

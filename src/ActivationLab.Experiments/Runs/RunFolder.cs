using System.Globalization;
using System.Text.Json;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Runs;

/// <summary>
/// Where a trial's files are: <c>runs/&lt;experiment&gt;/&lt;cell&gt;/seed-&lt;n&gt;/</c>. The same trial always has the same folder,
/// so that running it again never repeats or loses it.
/// </summary>
public sealed class RunFolder
{
    private const string SeedPrefix = "seed-";

    private readonly Experiment _experiment;

    private RunFolder(string path, string cell, Experiment experiment)
    {
        FullName = path;
        Cell = cell;
        _experiment = experiment;
    }

    /// <summary>The path, absolute or relative as the folder of all runs was given.</summary>
    public string FullName { get; }

    /// <summary>The name of the trial's cell.</summary>
    public string Cell { get; }

    /// <summary>Where <see cref="RunFiles.Config"/> is.</summary>
    public string ConfigFile => Path.Combine(FullName, RunFiles.Config);

    /// <summary>Where <see cref="RunFiles.Environment"/> is.</summary>
    public string EnvironmentFile => Path.Combine(FullName, RunFiles.Environment);

    /// <summary>Where <see cref="RunFiles.Epochs"/> is.</summary>
    public string EpochsFile => Path.Combine(FullName, RunFiles.Epochs);

    /// <summary>Where <see cref="RunFiles.Layers"/> is.</summary>
    public string LayersFile => Path.Combine(FullName, RunFiles.Layers);

    /// <summary>Where <see cref="RunFiles.Run"/> is.</summary>
    public string RunFile => RunFileOf(FullName);

    /// <summary>Where <see cref="RunFiles.Weights"/> is.</summary>
    public string WeightsFile => Path.Combine(FullName, RunFiles.Weights);

    /// <summary>Where <see cref="RunFiles.BestWeights"/> is.</summary>
    public string BestWeightsFile => Path.Combine(FullName, RunFiles.BestWeights);

    /// <summary>Where <see cref="RunFiles.Log"/> is.</summary>
    public string LogFile => Path.Combine(FullName, RunFiles.Log);

    /// <summary>The tables over all trials of the experiment.</summary>
    public ResultsTable Results => new(ExperimentFolder);

    private string CellFolder => Path.GetDirectoryName(FullName)!;

    private string ExperimentFolder => Path.GetDirectoryName(CellFolder)!;

    // Beside the folder, not in it: the lock is on the name, whatever folder is moved aside from it or made under it.
    private string LockFile => LockFileOf(FullName);

    /// <summary>The folder of an experiment's trial below the folder of all runs. Touches no disk.</summary>
    public static RunFolder For(string runsRoot, Experiment experiment)
    {
        var cell = CellName.Of(experiment);
        return new RunFolder(PathOf(Path.Combine(runsRoot, experiment.Name), cell, experiment.Seed), cell, experiment);
    }

    /// <summary>The last measurement of units in <c>layers.csv</c>; empty if there is none that can be read.</summary>
    public IReadOnlyList<LayerRow> ReadLastLayers()
    {
        try
        {
            var rows = File.Exists(LayersFile) ? CsvTable.Read<LayerRow>(LayersFile) : [];
            return [.. rows.Where(row => row.Epoch == rows[^1].Epoch)];
        }
        catch (DamagedFileException)
        {
            return []; // it is shown, not computed with
        }
    }

    /// <summary>What <c>environment.json</c> says; null where it is not there or cannot be read.</summary>
    public EnvironmentRecord? ReadEnvironment()
    {
        try
        {
            return File.Exists(EnvironmentFile) ? EnvironmentRecord.FromJson(FileProblem.ReadAllText(EnvironmentFile)) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null; // it is for the record, not computed with
        }
    }

    /// <summary>The row of the trial if it left one that can be read, else null.</summary>
    public RunRow? ReadRun() => ReadRun(FullName);

    /// <summary>
    /// The row of the trial if there is nothing more to compute: it completed, or it diverged, which it would do again.
    /// </summary>
    public RunRow? ReadEnd() => ReadRun() is { Status: RunStatus.Completed or RunStatus.Diverged } row ? row : null;

    /// <summary>Makes sure that what is in the folder, if anything, belongs to the trial's configuration.</summary>
    /// <exception cref="UserException">The folder's <c>config.yaml</c> is of another configuration, or cannot be read: a line a problem.</exception>
    public void CheckConfiguration()
    {
        if (!File.Exists(ConfigFile) || FileProblem.ReadAllText(ConfigFile) == ExperimentYaml.Write(_experiment))
            return;
        var differences = ExperimentDifference.Between(ExperimentLoader.Load(ConfigFile, []), _experiment);
        if (differences.Count > 0)
            throw new ConfigurationException([.. differences.Select(difference => difference.In(ConfigFile))]);
    }

    /// <summary>
    /// Makes the folder ready for the trial and locks it, or returns null if the trial has ended before (its row is <see cref="ReadEnd"/>).
    /// An unfinished trial with a checkpoint is gone on with: see <see cref="RunWriter.Stored"/>. What one without left, or any with
    /// <paramref name="fresh"/>, is moved aside to <c>seed-42.old-1</c>, <c>.old-2</c>, and never deleted.
    /// </summary>
    /// <param name="fresh">Start over whatever is there.</param>
    /// <param name="logToConsole">Write the run's log to standard error too.</param>
    /// <exception cref="RunInUseException">Another process is writing the folder.</exception>
    /// <exception cref="UserException">It cannot be made, or no checkpoint of it can be used.</exception>
    public RunWriter? Open(bool fresh, bool logToConsole = false)
    {
        if (!fresh && HasEnded())
            return null;
        var held = TakeLock();
        try
        {
            // Again: the process that held the lock until now may have finished the trial.
            if (!fresh && HasEnded())
            {
                held.Dispose();
                return null;
            }
            var checkpoints = new CheckpointFiles(FullName);
            var warnings = new List<string>();
            var stored = fresh ? null : checkpoints.Load(warnings.Add);
            if (stored is not null)
                DeleteLeftovers(checkpoints);
            else if (MakeEmpty() is { } aside)
                warnings.Add($"starts over: what was in {FullName}{(fresh ? "" : ", without a checkpoint to go on from,")} is now {aside}");
            return new RunWriter(this, held, checkpoints, stored, logToConsole) { Warnings = warnings };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes the row of a trial whose process could not do it, and leaves all else in the folder as it is. A trial that has ended meanwhile
    /// keeps its row, and that is returned.
    /// </summary>
    /// <param name="row">Makes the row from what is in the folder, which nobody writes meanwhile.</param>
    /// <exception cref="RunInUseException">Another process is writing the folder.</exception>
    /// <exception cref="UserException">It is of another configuration, or a file cannot be written.</exception>
    internal RunRow Record(Func<RunRow> row)
    {
        CheckConfiguration();
        using var held = TakeLock();
        if (HasEnded())
            return ReadEnd()!;
        FileProblem.CreateFolder(FullName);
        if (!File.Exists(ConfigFile))
            AtomicFile.WriteAllText(ConfigFile, ExperimentYaml.Write(_experiment));
        var made = row();
        CsvTable.Write(RunFile, [made]);
        Results.Add(made);
        return made;
    }

    /// <summary>Removes the checkpoints of a trial that has ended: a process that was killed between its last row and this leaves them.</summary>
    internal void DeleteCheckpointsOfEnded()
    {
        var checkpoints = new CheckpointFiles(FullName);
        if (!checkpoints.All.Any(File.Exists))
            return;
        using var held = FileLock.TryTake(LockFile);
        if (held is not null && ReadEnd() is not null)
            checkpoints.Delete();
    }

    /// <summary>Whether a folder below a cell is a run's: <c>seed-42</c>, and not one that was moved aside.</summary>
    internal static bool IsRunFolder(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith(SeedPrefix, StringComparison.Ordinal) && name[SeedPrefix.Length..].All(char.IsAsciiDigit);
    }

    /// <summary>The row in a run's folder, or null if there is none that can be read.</summary>
    internal static RunRow? ReadRun(string folder)
    {
        try
        {
            return File.Exists(RunFileOf(folder)) && CsvTable.Read<RunRow>(RunFileOf(folder)) is [var row] ? row : null;
        }
        catch (DamagedFileException)
        {
            return null; // as good as not there: the trial counts as unfinished, and its files stay
        }
    }

    /// <summary>Where the lock on a run's folder is.</summary>
    internal static string LockFileOf(string folder) => Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.lock");

    /// <summary>The path of a cell's run with a seed. Touches no disk.</summary>
    public static string PathOf(string experimentFolder, string cell, long seed) =>
        Path.Combine(experimentFolder, cell, SeedPrefix + seed.ToString(CultureInfo.InvariantCulture));

    /// <summary>The seed in the name of a run's folder; null where the folder is not a run's.</summary>
    internal static long? SeedOf(string folder) =>
        IsRunFolder(folder) && long.TryParse(Path.GetFileName(folder)[SeedPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null;

    private static string RunFileOf(string folder) => Path.Combine(folder, RunFiles.Run);

    private bool HasEnded()
    {
        if (ReadEnd() is not { } row)
            return false;
        Results.Ensure(row);
        DeleteCheckpointsOfEnded();
        return true;
    }

    private FileLock TakeLock()
    {
        FileProblem.CreateFolder(CellFolder);
        return FileLock.TryTake(LockFile)
            ?? throw new RunInUseException($"{FullName}: {FileLock.Holder(LockFile)} is writing this run; wait for it or stop it");
    }

    private void DeleteLeftovers(CheckpointFiles checkpoints)
    {
        string[] written = [ConfigFile, EnvironmentFile, EpochsFile, LayersFile, RunFile, WeightsFile, BestWeightsFile, .. checkpoints.All];
        foreach (var file in written)
            AtomicFile.DeleteLeftovers(file);
    }

    // Returns where what was in it is now; null if it was empty.
    private string? MakeEmpty()
    {
        var aside = Directory.Exists(FullName) && Directory.EnumerateFileSystemEntries(FullName).Any() ? FileProblem.MoveAside(FullName, "old") : null;
        FileProblem.CreateFolder(FullName);
        return aside;
    }
}

using System.Text.Json;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Runs;

/// <summary>Which weights of a run.</summary>
public enum StoredEpoch
{
    /// <summary>Those after the last epoch.</summary>
    Last,

    /// <summary>Those of the epoch with the best validation accuracy.</summary>
    Best,
}

/// <summary>A run as its folder tells of it, wherever that folder is now. Nothing in it is changed.</summary>
public sealed class StoredRun
{
    private const int DeepestRun = 3;

    private StoredRun(string folder, Experiment experiment, RunRow? run, string? dataVariant) =>
        (FullName, Experiment, Run, DataVariant) = (folder, experiment, run, dataVariant);

    /// <summary>The folder.</summary>
    public string FullName { get; }

    /// <summary>The configuration it was trained with.</summary>
    public Experiment Experiment { get; }

    /// <summary>Its row; null as long as it has not ended.</summary>
    public RunRow? Run { get; }

    /// <summary>The release of the data set that it was trained on; null if its files do not say.</summary>
    public string? DataVariant { get; }

    /// <summary>The name of its cell.</summary>
    public string Cell => Run?.Cell ?? CellName.Of(Experiment);

    /// <summary>
    /// What speaks against <see cref="Experiment"/> being the configuration it was trained with: the cell of its row, or else of its folder's
    /// name, is another. Null if nothing does.
    /// </summary>
    public string? Doubt
    {
        get
        {
            var (trained, now) = (Run?.Cell ?? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(FullName))), CellName.Of(Experiment));
            return trained == now ? null : $"{Path.Combine(FullName, RunFiles.Config)}: is the configuration of {now}, but the run is {trained}: "
                + "it was changed, or another version of the program ran it; figures may not be those of what was trained";
        }
    }

    /// <summary>How it ended in a word: <c>completed</c>, <c>interrupted</c> …, or <c>unfinished</c>.</summary>
    public string Status => Run is null ? "unfinished" : SnakeCase.Of(Run.Status);

    /// <summary>Reads what a run's folder says of it.</summary>
    /// <param name="path">The folder, or a file in it.</param>
    /// <exception cref="UserException">
    /// There is no such folder, it is not a run's (exit code 2), or a file in it is damaged (exit code 1).
    /// </exception>
    public static StoredRun Open(string path)
    {
        var folder = File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))! : path;
        if (!Directory.Exists(folder))
            throw new UserException($"{path}: there is no such run folder", 2);
        var config = Path.Combine(folder, RunFiles.Config);
        if (!File.Exists(config))
            throw new UserException($"{path}: not the folder of a run: it has no {RunFiles.Config}{DidYouMean(folder)}", 2);
        var run = ReadRun(Path.Combine(folder, RunFiles.Run));
        return new StoredRun(folder, ReadConfig(config), run, run?.DataVariant is { Length: > 0 } variant ? variant : ReadVariant(folder));
    }

    /// <summary>The file with the weights.</summary>
    /// <exception cref="UserException">The run has left none.</exception>
    public string Weights(StoredEpoch epoch)
    {
        var path = Path.Combine(FullName, epoch == StoredEpoch.Best ? RunFiles.BestWeights : RunFiles.Weights);
        return File.Exists(path) ? path : throw new UserException(
            $"{FullName}: there is no {Path.GetFileName(path)}: this run has left no weights, which it does once an epoch is done and it ends");
    }

    /// <summary>Whether a path is that of a file in the run's folder.</summary>
    public bool Holds(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(FullName));

    private static RunRow? ReadRun(string path)
    {
        if (!File.Exists(path))
            return null;
        return CsvTable.Read<RunRow>(path) is [var row] ? row : throw new DamagedFileException(path, "not the one row of a run");
    }

    private static Experiment ReadConfig(string path)
    {
        try
        {
            return ExperimentLoader.Load(path, []);
        }
        catch (ConfigurationException error)
        {
            var more = error.Problems.Count == 1 ? "" : $" (and {error.Problems.Count - 1} more)";
            throw new UserException(
                $"{error.Problems[0]}{more}; the configuration of this run is damaged, was changed by hand or is of another version", 1, error);
        }
    }

    private static string? ReadVariant(string folder)
    {
        var path = Path.Combine(folder, RunFiles.Environment);
        if (!File.Exists(path))
            return null;
        try
        {
            // A damaged file may lack what a record must have.
            return EnvironmentRecord.FromJson(FileProblem.ReadAllText(path)).Data?.Variant;
        }
        // InvalidOperationException: a text in it is no Unicode.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new DamagedFileException(path, "not the record of an environment", error);
        }
    }

    // The folders of an experiment and of its cells are near misses.
    private static string DidYouMean(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestRun, IgnoreInaccessible = true };
        var configs = Directory.EnumerateFiles(folder, RunFiles.Config, options);
        return configs.Select(config => Path.GetDirectoryName(config)!).Where(RunFolder.IsRunFolder).Order(StringComparer.Ordinal).FirstOrDefault() is { } near
            ? $" (did you mean {near}?)"
            : "";
    }
}

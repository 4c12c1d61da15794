using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>
/// What one call of sbatch for a sweep left, in <c>runs/&lt;name&gt;/sweep/slurm/&lt;n&gt;/</c>: the script, <c>tasks.csv</c>,
/// <c>jobs.csv</c> and the logs of its tasks.
/// </summary>
public sealed class SlurmSubmission
{
    private SlurmSubmission(string folder) => Folder = folder;

    /// <summary>Its folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>The batch script.</summary>
    public string ScriptFile => Path.Combine(Folder, "sweep.sbatch");

    /// <summary>Where the tasks write what they do: a file a task, <c>&lt;array&gt;_&lt;index&gt;.log</c>.</summary>
    public string LogFolder => Path.Combine(Folder, SbatchScript.LogFolder);

    private string TasksFile => Path.Combine(Folder, "tasks.csv");

    private string JobsFile => Path.Combine(Folder, "jobs.csv");

    // runs/<name>/sweep/slurm/<n>
    private string SweepFolder => Path.GetDirectoryName(Path.GetDirectoryName(Folder))!;

    /// <summary>Name of the sweep, and of the folder of its results.</summary>
    public string Name => Path.GetFileName(Path.GetDirectoryName(SweepFolder))!;

    /// <summary>The folder above all experiments.</summary>
    public string RunsFolder => Path.GetDirectoryName(Path.GetDirectoryName(SweepFolder))!;

    /// <summary>The submission in a folder.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public static SlurmSubmission Open(string folder)
    {
        var submission = new SlurmSubmission(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return File.Exists(submission.TasksFile)
            ? submission
            : throw new UserException($"{folder}: not the folder of a submission (it has no tasks.csv)", 2);
    }

    /// <summary>All submissions of a sweep, the oldest first.</summary>
    /// <param name="sweepFolder">The sweep's folder, <c>runs/&lt;name&gt;/sweep</c>.</param>
    public static IReadOnlyList<SlurmSubmission> Of(string sweepFolder) =>
        [.. Numbers(sweepFolder).Order().Select(number => new SlurmSubmission(FolderOf(sweepFolder, number)))];

    /// <summary>Makes the folder of a new submission.</summary>
    /// <param name="sweepFolder">The sweep's folder, <c>runs/&lt;name&gt;/sweep</c>.</param>
    internal static SlurmSubmission Create(string sweepFolder)
    {
        var submission = new SlurmSubmission(FolderOf(sweepFolder, Numbers(sweepFolder).DefaultIfEmpty().Max() + 1));
        FileProblem.CreateFolder(submission.LogFolder);
        return submission;
    }

    /// <summary>The trials of all tasks.</summary>
    /// <exception cref="DamagedFileException">The file was altered.</exception>
    public IReadOnlyList<SlurmTask> ReadTasks() => File.Exists(TasksFile) ? CsvTable.Read<SlurmTask>(TasksFile) : [];

    /// <summary>The job arrays that the cluster took.</summary>
    /// <exception cref="DamagedFileException">The file was altered.</exception>
    public IReadOnlyList<SlurmJob> ReadJobs() => File.Exists(JobsFile) ? CsvTable.Read<SlurmJob>(JobsFile) : [];

    /// <summary>The configuration of a cell, as the sweep left it.</summary>
    /// <exception cref="UserException">It is not there any more, or cannot be read.</exception>
    public Experiment ReadCell(string cell) => ExperimentLoader.Load(Path.Combine(SweepFolder, "cells", cell + ".yaml"), []);

    internal void WriteTasks(IEnumerable<SlurmTask> tasks) => CsvTable.Write(TasksFile, tasks);

    internal void WriteJobs(IEnumerable<SlurmJob> jobs) => CsvTable.Write(JobsFile, jobs);

    internal static string FolderOf(string sweepFolder, int number) =>
        Path.Combine(Path.GetFullPath(sweepFolder), "slurm", number.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<int> Numbers(string sweepFolder)
    {
        var folder = Path.Combine(sweepFolder, "slurm");
        return !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder)
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0);
    }
}

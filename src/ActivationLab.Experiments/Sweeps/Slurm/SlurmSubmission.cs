using System.Globalization;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;

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

    /// <summary>The sweep's folder.</summary>
    public SweepFolder Sweep => SweepFolder.In(Path.GetFullPath(Path.Combine(Folder, "..", "..", ".."))); // <name>/sweep/slurm/<n>

    /// <summary>The folder above all experiments, absolute.</summary>
    public string RunsFolder => Path.GetDirectoryName(Sweep.ExperimentFolder)!;

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
    public static IReadOnlyList<SlurmSubmission> Of(SweepFolder sweep) =>
        [.. Numbers(sweep).Order().Select(number => new SlurmSubmission(FolderOf(sweep, number)))];

    /// <summary>Makes the folder of a new submission.</summary>
    internal static SlurmSubmission Create(SweepFolder sweep)
    {
        var submission = new SlurmSubmission(FolderOf(sweep, Numbers(sweep).DefaultIfEmpty().Max() + 1));
        FileProblem.CreateFolder(submission.LogFolder);
        return submission;
    }

    /// <summary>The trials of all tasks.</summary>
    /// <exception cref="DamagedFileException">The file was altered.</exception>
    public IReadOnlyList<SlurmTask> ReadTasks() => File.Exists(TasksFile) ? CsvTable.Read<SlurmTask>(TasksFile) : [];

    /// <summary>The job arrays that the cluster took.</summary>
    /// <exception cref="DamagedFileException">The file was altered.</exception>
    public IReadOnlyList<SlurmJob> ReadJobs() => File.Exists(JobsFile) ? CsvTable.Read<SlurmJob>(JobsFile) : [];

    /// <summary>The trials of one task.</summary>
    /// <exception cref="UserException">There is no such task, or the configuration of a cell is gone or was changed.</exception>
    public IReadOnlyList<SweepTrial> LoadTrials(int task)
    {
        var tasks = ReadTasks();
        PlannedTrialRow[] rows = [.. tasks.Where(row => row.Task == task).Select(row => row.ToPlanned())];
        return rows.Length > 0
            ? Sweep.Load(rows)
            : throw new UserException($"{TasksFile}: has no task {task}; its tasks are 0 to {tasks.Select(row => row.Task).DefaultIfEmpty().Max()}", 2);
    }

    internal void WriteTasks(IEnumerable<SlurmTask> tasks) => CsvTable.Write(TasksFile, tasks);

    internal void WriteJobs(IEnumerable<SlurmJob> jobs) => CsvTable.Write(JobsFile, jobs);

    private static string SlurmFolder(SweepFolder sweep) => Path.Combine(Path.GetFullPath(sweep.FullName), "slurm");

    private static string FolderOf(SweepFolder sweep, int number) => Path.Combine(SlurmFolder(sweep), number.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<int> Numbers(SweepFolder sweep) => !Directory.Exists(SlurmFolder(sweep)) ? [] : Directory
        .EnumerateDirectories(SlurmFolder(sweep))
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Where(number => number > 0);
}

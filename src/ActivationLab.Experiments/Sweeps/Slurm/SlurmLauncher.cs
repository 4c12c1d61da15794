using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;

namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>Submits what a sweep lacks to a Slurm cluster, as job arrays, and lets go: the tasks write run folders like any other run.</summary>
public sealed class SlurmLauncher(SlurmCluster cluster)
{
    /// <summary>
    /// Submits the trials that have not ended and that no task of an earlier submission is going to run. Each call that finds some makes
    /// a new folder <c>runs/&lt;name&gt;/sweep/slurm/&lt;n&gt;/</c>. For the holder of <see cref="SweepFolder.Lock"/>, as two that submit
    /// at once would each take the same trials.
    /// </summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="folder">Its folder, in which its cells are written already.</param>
    /// <param name="launch">How its tasks run.</param>
    /// <exception cref="UserException">The settings leave a task no time, or a path cannot be told to Slurm.</exception>
    /// <exception cref="SlurmException">The cluster is not there or refuses; what it took before that is said and recorded.</exception>
    public SlurmReceipt Submit(Sweep sweep, SweepFolder folder, SlurmLaunch launch)
    {
        Check(sweep.Slurm);
        var runsFolder = Path.GetDirectoryName(Path.GetFullPath(folder.ExperimentFolder))!;
        SweepTrial[] pending = [.. sweep.Trials.Where(trial => RunFolder.For(runsFolder, trial.Experiment).ReadEnd() is null)];
        var ended = sweep.Cells.Count * sweep.Seeds.Count - pending.Length;
        var queue = ReadQueue(folder, sweep.Name);
        var queued = pending.Where(trial => queue?.ContainsKey((trial.Cell.Name, trial.Seed)) is true).ToHashSet();
        pending = [.. pending.Where(trial => !queued.Contains(trial))];
        var receipt = new SlurmReceipt
        {
            Ended = ended,
            Queued = queued.Count,
            QueuedJobs = [.. queued.Select(trial => queue![(trial.Cell.Name, trial.Seed)]).Distinct()],
            QueueIsKnown = queue is not null,
        };
        if (pending.Length == 0)
            return receipt;

        var most = cluster.ReadMaxArraySize();
        SlurmTask[] tasks = [.. pending.Chunk(sweep.Slurm.TrialsPerTask).SelectMany((trials, number) =>
            trials.Select(trial => SlurmTask.Of(number, trial)))];
        var count = tasks[^1].Task + 1;
        var submission = SlurmSubmission.Create(folder);
        var script = new SbatchScript(sweep.Name, sweep.Slurm, submission.Folder, Path.GetFullPath(launch.WorkingFolder), launch.Program, launch.TaskOptions);
        AtomicFile.WriteAllText(submission.ScriptFile, script.Write(count, tasks.Length));
        submission.WriteTasks(tasks);
        return receipt with { Submission = submission, Jobs = Submit(submission, count, most), Tasks = count, Trials = tasks.Length };
    }

    private List<SlurmJob> Submit(SlurmSubmission submission, int tasks, int most)
    {
        var jobs = new List<SlurmJob>();
        foreach (var chunk in ArrayChunk.Deal(tasks, most))
        {
            try
            {
                var id = cluster.Submit(submission.ScriptFile, chunk.Indices, $"{chunk.FirstTask}");
                jobs.Add(new SlurmJob { Job = id, FirstTask = chunk.FirstTask, Tasks = chunk.Tasks });
            }
            catch (SlurmException error) when (jobs.Count > 0)
            {
                throw new SlurmException(
                    $"{error.Message}; {chunk.FirstTask} of {tasks} tasks are submitted (job {string.Join(", ", jobs.Select(job => job.Job))}), the same command submits the rest later");
            }
            submission.WriteJobs(jobs);
        }
        return jobs;
    }

    // The job of each trial that tasks of earlier submissions run or are going to run; null if the queue cannot be read.
    private Dictionary<(string Cell, long Seed), string>? ReadQueue(SweepFolder folder, string name)
    {
        var jobs = SlurmSubmission.Of(folder).SelectMany(submission => submission.ReadJobs().Select(job => (submission, job))).ToArray();
        if (cluster.FindQueued([.. jobs.Select(pair => pair.job.Job)]) is not { } queue)
            return null;
        // Where a cluster was set up anew its numbers begin again, and the name tells.
        var waiting = queue.Where(task => task.Name == name).Select(task => (task.Job, task.Index)).ToHashSet();
        var trials = new Dictionary<(string, long), string>();
        foreach (var (submission, job) in jobs)
        {
            foreach (var trial in submission.ReadTasks().Where(trial => waiting.Contains((job.Job, trial.Task - job.FirstTask))))
                trials[(trial.Cell, trial.Seed)] = job.Job;
        }
        return trials;
    }

    private static void Check(SlurmSettings settings)
    {
        // Slurm would warn such a task as soon as it starts, and it would be queued again and again.
        if (settings.Time is { } time && TimeLimit.Parse(time) is { } limit && limit.TotalSeconds <= settings.WarningSeconds)
            throw new UserException($"slurm.warning_seconds: {settings.WarningSeconds} is not below slurm.time ({time}, which is {limit.TotalSeconds:0} seconds), so a task would have no time to train", 2);
        if (settings.Sbatch?.FirstOrDefault(option => !option.StartsWith('-') || option.Any(char.IsControl)) is { } wrong)
            throw new UserException($"slurm.sbatch: '{wrong.ReplaceLineEndings(" ")}' is not one option of sbatch, such as --account=vision", 2);
    }
}

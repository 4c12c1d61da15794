namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>What became of submitting a sweep.</summary>
public sealed record SlurmReceipt
{
    /// <summary>The submission; null if there was nothing to submit.</summary>
    public SlurmSubmission? Submission { get; init; }

    /// <summary>The job arrays that the cluster took.</summary>
    public IReadOnlyList<SlurmJob> Jobs { get; init; } = [];

    /// <summary>Tasks of all of them.</summary>
    public int Tasks { get; init; }

    /// <summary>Trials of all of them.</summary>
    public int Trials { get; init; }

    /// <summary>Trials that ended before and are not run again.</summary>
    public required int Ended { get; init; }

    /// <summary>Trials that tasks of earlier submissions run or are going to run, and that are not submitted again.</summary>
    public required int Queued { get; init; }

    /// <summary>The job arrays of those tasks.</summary>
    public required IReadOnlyList<string> QueuedJobs { get; init; }

    /// <summary>Whether the cluster told what is in its queue.</summary>
    public required bool QueueIsKnown { get; init; }

    /// <summary>What to tell people, a sentence a line.</summary>
    public IEnumerable<string> Lines()
    {
        if (!QueueIsKnown)
            yield return "squeue does not say which earlier jobs of this sweep still wait or run; a trial that two of them have is run by the one that comes first";
        if (Queued > 0)
            yield return $"{Amount.Of(Queued, "trial")} {(Queued == 1 ? "is" : "are")} in the queue already ({Names(QueuedJobs)}) and not submitted again; scancel takes {(QueuedJobs.Count == 1 ? "that job" : "those jobs")} out of it";
        if (Submission is not null)
            yield return $"submitted {Names(Jobs.Select(job => job.Job))}: {Amount.Of(Trials, "trial")} in {Amount.Of(Tasks, "task")}; logs in {Submission.LogFolder}";
        else
            yield return Queued > 0 ? "nothing else to submit" : $"nothing to submit: all {Amount.Of(Ended, "trial")} have ended";
    }

    private static string Names(IEnumerable<string> jobs) =>
        jobs.ToArray() is var all && all.Length == 1 ? $"job {all[0]}" : $"jobs {string.Join(", ", all)}";

}

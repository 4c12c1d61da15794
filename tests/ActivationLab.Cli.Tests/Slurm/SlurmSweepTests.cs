namespace ActivationLab.Cli.Tests.Slurm;

/// <summary>Sweeps on a real cluster.</summary>
public class SlurmSweepTests
{
    [SlurmFact]
    public void More_tasks_than_an_array_may_have_go_into_several_arrays_and_all_are_done()
    {
        using var lab = new ClusterLab();
        lab.WriteSweep(epochs: 3, slopes: [0.01, 0.1, 0.2, 0.3], seeds: 4);

        // MaxArraySize is 6: tasks 0 to 5, and 6 and 7.
        var jobs = lab.Submit("--trials-per-task", "2");
        Assert.Equal(2, jobs.Length);
        lab.AwaitEnd(jobs);

        Assert.Equal(16, lab.Results().Length);
        Assert.All(lab.Results(), row => Assert.Contains(",completed,", row));
        Assert.Contains("16 completed", lab.Status());
        lab.AssertLogged("task 7: job ", 1, jobs[1], 1);
        lab.AssertLogged("[2/2] ", 1, jobs[1], 1);

        // There is nothing left, and no second submission.
        Assert.Empty(lab.Submit());
        Assert.Single(Directory.GetDirectories(Path.Combine(lab.Folder, "sweep", "slurm")));
    }

    [SlurmFact]
    public void Killed_worker_and_killed_task_cost_their_own_trial_only_and_the_next_submission_completes_it()
    {
        using var lab = new ClusterLab();
        lab.WriteSweep(epochs: 120, slopes: [0.01, 0.1, 0.2], seeds: 1);
        var jobs = lab.Submit();

        // One loses its worker, which the task notices, and one everything at once.
        var workers = lab.Freeze("0.01", "0.2");
        SystemProcess.Signal(workers[0], "KILL");
        SystemProcess.Signal(SystemProcess.ParentOf(workers[1])!.Value, "KILL");
        SystemProcess.Signal(workers[1], "KILL");
        lab.AwaitEnd(jobs);

        lab.AssertLogged("; it is tried once more", 1, jobs[0], 0);
        lab.AssertLogged("task 0: ended with 0", 1, jobs[0], 0);
        lab.AssertLogged("task 1: ended with 0", 1, jobs[0], 1);
        lab.AssertLogged("task 2: ended with 137", 1, jobs[0], 2);
        Assert.Equal(2, lab.Results().Count(row => row.Contains(",completed,")));

        lab.AwaitEnd(lab.Submit());

        Assert.Contains("3 completed", lab.Status());
        lab.AssertLogged("task 0: ended with 0", 2, lab.Jobs(2).Single(), 0);
        lab.AssertLikeUninterrupted();
    }

    [SlurmFact]
    public void Cancelled_task_saves_a_checkpoint_and_is_not_queued_again()
    {
        using var lab = new ClusterLab();
        lab.WriteSweep(epochs: 120, slopes: [0.01], seeds: 1);
        var jobs = lab.Submit();
        lab.Freeze("0.01");
        Assert.Contains("1 running", lab.Status());

        // Submitting now would give the trial to two tasks.
        Assert.Empty(lab.Submit());

        // Slurm wakes the worker, too.
        lab.Machine.Run("scancel", jobs[0]);
        lab.AwaitEnd(jobs);

        var log = lab.Log(1, jobs[0], 0);
        Assert.Contains("saving checkpoints", log);
        Assert.Contains("task 0: ended with 75", log);
        Assert.DoesNotContain("queued again", log);
        Assert.True(File.Exists(Path.Combine(lab.Trials.Single(), "checkpoint.json")));

        lab.AwaitEnd(lab.Submit());
        lab.AssertLikeUninterrupted();
    }
}

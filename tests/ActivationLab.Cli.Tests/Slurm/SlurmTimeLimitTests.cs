namespace ActivationLab.Cli.Tests.Slurm;

/// <summary>A time limit on a real cluster. Slurm looks for tasks near their limit every 30 seconds, so this takes up to that long.</summary>
public class SlurmTimeLimitTests
{
    [SlurmFact]
    public void Time_limit_saves_checkpoints_queues_exactly_that_task_again_and_it_goes_on()
    {
        using var lab = new ClusterLab();
        // A limit of a minute, and a warning 57 seconds before it.
        lab.WriteSweep(epochs: 120, slopes: [0.01, 0.1, 0.2], seeds: 1, slurm: "{ time: '1', warning_seconds: 57 }");
        var jobs = lab.Submit();

        // The last task is the one whose own id is the array's, too. Its worker is slow: it stands still until the warning comes.
        var worker = lab.Freeze("0.2").Single();
        var trial = lab.TrialOf("0.2")!;
        var rows = ClusterLab.RowsOf(trial);
        lab.Await(() => lab.Log(1, jobs[0], 2).Contains("the time limit is near"), "Slurm did not warn of the time limit");
        SystemProcess.Signal(worker, "CONT");
        lab.AwaitEnd(jobs);

        var log = lab.Log(1, jobs[0], 2);
        Assert.Contains("task 2: ended with 75", log);
        Assert.Contains("asking to be queued again", log);
        Assert.Contains($"task 2: job {jobs[0]}_2 on ", log);
        Assert.Contains("start 2\n", log);
        Assert.Contains("task 2: ended with 0", log);
        // On a slow machine the others are warned too: each is started again as often as it asked for itself.
        Assert.All([0, 1, 2], task => Assert.Equal(
            1 + Times("asking to be queued again", lab.Log(1, jobs[0], task)), Times($"task {task}: job {jobs[0]}_{task} on ", lab.Log(1, jobs[0], task))));
        Assert.InRange(ClusterLab.ResumedAt(trial), rows, 119);
        Assert.Contains("3 completed", lab.Status());
        lab.AssertLikeUninterrupted();
    }

    private static int Times(string part, string text) => text.Split(part).Length - 1;
}

using ActivationLab.Experiments.Data.Fetching;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Experiments.Sweeps.Slurm;

namespace ActivationLab.Cli.Tests.Commands;

public class SweepTaskCommandTests
{
    private const string Base = "data: { name: clusters }\nmodel: { name: mlp, hidden: [8], activation: leaky_relu }\n";

    private const string File = "name: slopes\nbase: base.yaml\nseeds: 2\nparameters:\n  model.activation.negative_slope: [0, 0.1]\nslurm: { trials_per_task: 3 }\n";

    [Fact]
    public void Sweep_on_slurm_prints_the_jobs_alone_on_standard_output()
    {
        using var lab = new Lab();
        var submission = Submit(lab);

        Assert.Equal("77\n", lab.Out.ToString());
        Assert.Equal($"submitted job 77: 4 trials in 2 tasks; logs in {submission.LogFolder}\n", lab.Lines);
    }

    [Theory]
    [InlineData(null, "2")]
    [InlineData("4", "1")]
    public void Sweep_on_slurm_trials_per_task_are_the_files_unless_the_command_says_otherwise(string? trials, string tasks)
    {
        using var lab = new Lab();
        Submit(lab, trials is null ? [] : ["--trials-per-task", trials]);

        Assert.Contains($"4 trials in {tasks} task", lab.Lines);
    }

    [Fact]
    public void Task_runs_its_trials_with_the_options_of_the_sweep_and_ends_as_a_sweep_does()
    {
        using var lab = new Lab();
        var submission = Submit(lab, "--jobs", "3", "--stack", "off", "--data", "sets");
        (IReadOnlyList<SweepTrial> Trials, SweepRunOptions Options)? heard = null;
        Runs(lab, (trials, options) => heard = (trials, options));

        // The script's own last line but those of its end, without bash.
        var line = System.IO.File.ReadLines(submission.ScriptFile).First(line => line.Contains("sweep task"));
        var options = line[(line.IndexOf("\"$task\"", StringComparison.Ordinal) + 7)..^2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\''));
        var code = lab.Run(["sweep", "task", submission.Folder, "0", .. options]);

        Assert.Equal(3, code); // one of the three diverges
        Assert.Equal(["0,42", "0.1,42", "0,43"], heard!.Value.Trials.Select(trial => $"{trial.Cell.Values.Single().Text},{trial.Seed}"));
        var heardOptions = heard.Value.Options;
        Assert.Equal((Path.Combine(lab.Folder, "runs"), Path.GetFullPath("sets"), 3, StackChoice.Off),
            (heardOptions.RunsFolder, heardOptions.DataFolder, heardOptions.Jobs, heardOptions.Stack));
        Assert.Contains("[3/3] negative_slope=0, seed 43: diverged", lab.Lines);
    }

    [Fact]
    public void Task_that_is_not_there_is_a_usage_error()
    {
        using var lab = new Lab();
        var submission = Submit(lab);

        Assert.Equal(2, lab.Run("sweep", "task", submission.Folder, "2"));
        Assert.EndsWith("tasks.csv: has no task 2; its tasks are 0 to 1\n", lab.Lines);
    }

    [Fact]
    public void Task_whose_trial_another_process_has_says_so_and_is_not_done()
    {
        using var lab = new Lab();
        var submission = Submit(lab);
        lab.Services = lab.Services with
        {
            RunTrials = (folder, trials, _, observer, _, _) =>
            {
                observer.Started(new SweepStart(folder.ExperimentFolder, trials, [], 1, 1, 1, ""));
                observer.Warned("runs/x: process 7 on node2 is writing this run; wait for it or stop it");
                return new SweepResult(folder.ExperimentFolder, [], trials.Count, Interrupted: false);
            },
        };

        Assert.Equal(3, lab.Run("sweep", "task", submission.Folder, "1"));
        Assert.Contains("activationlab: runs/x: process 7 on node2 is writing this run", lab.Lines);
    }

    [Fact]
    public void Task_is_not_for_people()
    {
        using var lab = new Lab();
        Assert.Equal(0, lab.Run("sweep", "--help"));
        Assert.DoesNotContain("Run the trials of one task", lab.Out.ToString());
    }

    private static SlurmSubmission Submit(Lab lab, params string[] more)
    {
        lab.Write("base.yaml", Base);
        SlurmSubmission? submission = null;
        lab.Services = lab.Services with
        {
            SubmitSweep = (sweep, options) =>
            {
                var folder = SweepFolder.For(options.RunsFolder, sweep.Name);
                folder.Write(sweep);
                var launch = new SlurmLaunch { Program = ["/opt/lab"], TaskOptions = Cli.Commands.SweepTaskCommand.OptionsFor(options) };
                var receipt = new SlurmLauncher(new SlurmCluster(new AcceptingSlurm())).Submit(sweep, folder, launch);
                submission = receipt.Submission;
                return receipt;
            },
        };
        Assert.Equal(0, lab.Run(["sweep", "-c", lab.Write("slopes.yaml", File), "--runs", Path.Combine(lab.Folder, "runs"), "--launcher", "slurm", .. more]));
        return submission!;
    }

    // Every trial is completed but the last, which diverges.
    private static void Runs(Lab lab, Action<IReadOnlyList<SweepTrial>, SweepRunOptions> hear) => lab.Services = lab.Services with
    {
        RunTrials = (folder, trials, options, observer, _, _) =>
        {
            hear(trials, options);
            observer.Started(new SweepStart(folder.ExperimentFolder, trials, [], 1, 1, 1, ""));
            var rows = trials.Select(trial => FakeSweep.Row(trial, trial == trials[^1] ? RunStatus.Diverged : RunStatus.Completed)).ToArray();
            foreach (var (trial, row) in trials.Zip(rows))
                observer.TrialFinished(trial, row);
            return new SweepResult(folder.ExperimentFolder, rows, 0, Interrupted: false);
        },
    };

    private sealed class AcceptingSlurm : IProcessRunner
    {
        public Task<ProcessResult?> RunAsync(string program, IReadOnlyList<string> arguments, string workingFolder, CancellationToken cancellationToken) =>
            Task.FromResult<ProcessResult?>(new ProcessResult(0, program == "sbatch" ? "77\n" : "MaxArraySize = 1001\n", ""));
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data.Fetching;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Experiments.Sweeps.Slurm;
using ActivationLab.Experiments.Tests.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Sweeps.Slurm;

public sealed class SlurmLauncherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeSlurm _slurm = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Submit_deals_trials_over_tasks_and_tasks_over_arrays()
    {
        _slurm.MaxArraySize = 2;
        var receipt = Submit(SweepOf(cells: 3, seeds: 3, trialsPerTask: 2));

        // 9 trials, 2 a task: 5 tasks in arrays of at most 2.
        Assert.Equal((5, 9, 0, 0), (receipt.Tasks, receipt.Trials, receipt.Ended, receipt.Queued));
        Assert.Equal([("101", 0, 2), ("102", 2, 2), ("103", 4, 1)], receipt.Jobs.Select(job => (job.Job, job.FirstTask, job.Tasks)));
        var script = _folder["study", "sweep", "slurm", "1", "sweep.sbatch"];
        Assert.Equal(
            [$"sbatch --parsable --array=0-1 {script} 0", $"sbatch --parsable --array=0-1 {script} 2", $"sbatch --parsable --array=0 {script} 4"],
            _slurm.Calls("sbatch"));
        Assert.True(Directory.Exists(_folder["study", "sweep", "slurm", "1", "logs"]));
        Assert.Equal([$"submitted jobs 101, 102, 103: 9 trials in 5 tasks; logs in {_folder["study", "sweep", "slurm", "1", "logs"]}"], receipt.Lines());
    }

    [Fact]
    public void Submit_writes_every_trial_into_one_task_in_the_order_of_the_sweep()
    {
        var sweep = SweepOf(cells: 2, seeds: 2, trialsPerTask: 3);
        var receipt = Submit(sweep);

        Assert.Equal(
            sweep.Trials.Select((trial, index) => (index / 3, trial.Cell.Name, trial.Seed)),
            receipt.Submission!.ReadTasks().Select(row => (row.Task, row.Cell, row.Seed)));
        Assert.Equal(receipt.Jobs, SlurmSubmission.Open(receipt.Submission.Folder).ReadJobs());
        Assert.Equal(
            sweep.Trials.Skip(3).Select(trial => (trial.Cell.Name, ExperimentYaml.Write(trial.Experiment))),
            receipt.Submission.LoadTrials(1).Select(trial => (trial.Cell.Name, ExperimentYaml.Write(trial.Experiment))));
    }

    [Fact]
    public void Submit_leaves_out_what_has_ended_and_keeps_what_failed_or_was_stopped()
    {
        var sweep = SweepOf(cells: 4, seeds: 1);
        var states = new[] { RunStatus.Completed, RunStatus.Diverged, RunStatus.Failed, RunStatus.Interrupted };
        foreach (var (trial, state) in sweep.Trials.Zip(states))
            End(trial, state);

        var receipt = Submit(sweep);

        Assert.Equal((2, 2), (receipt.Ended, receipt.Trials));
        Assert.Equal(sweep.Cells.Skip(2).Select(cell => cell.Name), receipt.Submission!.ReadTasks().Select(task => task.Cell));
    }

    [Fact]
    public void Submit_nothing_pending_asks_the_cluster_nothing_and_leaves_no_submission()
    {
        var sweep = SweepOf(cells: 2, seeds: 1);
        foreach (var trial in sweep.Trials)
            End(trial, RunStatus.Completed);

        var receipt = Submit(sweep);

        Assert.Null(receipt.Submission);
        Assert.Equal(["nothing to submit: all 2 trials have ended"], receipt.Lines());
        Assert.Empty(_slurm.Programs.Runs);
        Assert.Empty(SlurmSubmission.Of(SweepFolder.For(_folder.Root, "study")));
    }

    [Fact]
    public void Submit_again_submits_only_what_no_task_in_the_queue_has()
    {
        _slurm.MaxArraySize = 2;
        var sweep = SweepOf(cells: 4, seeds: 1);
        Submit(sweep);
        // Of jobs 101 (tasks 0, 1) and 102 (tasks 2, 3), tasks 1 and 2 are still there.
        _slurm.Queue = new ProcessResult(0, "101|1|R|study\n102|0|PD|study\n", "");

        var receipt = Submit(sweep);

        Assert.Equal(("2", 2, 2), (Path.GetFileName(receipt.Submission!.Folder), receipt.Trials, receipt.Queued));
        Assert.Equal([sweep.Cells[0].Name, sweep.Cells[3].Name], receipt.Submission.ReadTasks().Select(task => task.Cell));
        Assert.Equal("2 trials are in the queue already (jobs 101, 102) and not submitted again; scancel takes those jobs out of it", receipt.Lines().First());
    }

    [Fact]
    public void Submit_everything_in_the_queue_submits_nothing()
    {
        var sweep = SweepOf(cells: 1, seeds: 1);
        Submit(sweep);
        _slurm.Queue = new ProcessResult(0, "101|0|PD|study\n", "");

        Assert.Equal(
            ["1 trial is in the queue already (job 101) and not submitted again; scancel takes that job out of it", "nothing else to submit"],
            Submit(sweep).Lines());
    }

    [Fact]
    public void Submit_jobs_of_another_sweep_with_old_numbers_are_not_ours()
    {
        var sweep = SweepOf(cells: 1, seeds: 1);
        Submit(sweep);
        _slurm.Queue = new ProcessResult(0, "101|0|R|another\n", "");

        Assert.Equal((1, 0), (Submit(sweep).Trials, 0));
    }

    [Fact]
    public void Submit_queue_cannot_be_read_submits_and_says_so()
    {
        var sweep = SweepOf(cells: 1, seeds: 1);
        Submit(sweep);
        _slurm.Queue = new ProcessResult(1, "", "slurm_load_jobs error: timeout\n");

        var receipt = Submit(sweep);

        Assert.Equal(1, receipt.Trials);
        Assert.StartsWith("squeue does not say", receipt.Lines().First());
    }

    [Fact]
    public void Submit_refused_half_way_records_and_says_what_was_taken()
    {
        _slurm.MaxArraySize = 2;
        _slurm.Accepts = 1;
        var sweep = SweepOf(cells: 3, seeds: 1);

        var error = Assert.Throws<SlurmException>(() => Submit(sweep));

        Assert.EndsWith(
            "Job violates accounting/QOS policy; 2 of 3 tasks are submitted (job 101), the same command submits the rest later", error.Message);
        _slurm.Accepts = 9;
        _slurm.Queue = new ProcessResult(0, "101|0|R|study\n101|1|R|study\n", "");
        Assert.Equal([sweep.Cells[2].Name], Submit(sweep).Submission!.ReadTasks().Select(task => task.Cell));
    }

    [Theory]
    [InlineData("1", 60)]
    [InlineData("0:30", 120)]
    public void Submit_warning_before_the_start_is_refused(string time, int warning)
    {
        var sweep = SweepOf(1, 1) with { Slurm = new SlurmSettings { Time = time, WarningSeconds = warning } };

        var error = Assert.Throws<UserException>(() => Submit(sweep));

        Assert.Equal(2, error.ExitCode);
        Assert.StartsWith($"slurm.warning_seconds: {warning} is not below slurm.time ({time}, which is ", error.Message);
        Assert.Empty(_slurm.Programs.Runs);
    }

    [Theory]
    [InlineData("account=vision")]
    [InlineData("--mail-type=END\nrm -rf /")]
    public void Submit_extra_line_that_is_no_option_is_refused(string line)
    {
        var sweep = SweepOf(1, 1) with { Slurm = new SlurmSettings { Sbatch = [line] } };
        Assert.StartsWith("slurm.sbatch: ", Assert.Throws<UserException>(() => Submit(sweep)).Message);
    }

    [Fact]
    public void LoadTrials_no_such_task_says_which_there_are()
    {
        var submission = Submit(SweepOf(cells: 3, seeds: 1)).Submission!;
        var error = Assert.Throws<UserException>(() => submission.LoadTrials(3));
        Assert.EndsWith("tasks.csv: has no task 3; its tasks are 0 to 2", error.Message);
        Assert.Equal(2, error.ExitCode);
    }

    [Fact]
    public void Open_other_folder_says_what_it_is_not() =>
        Assert.Equal(
            $"{_folder.Root}: not the folder of a submission (it has no tasks.csv)",
            Assert.Throws<UserException>(() => SlurmSubmission.Open(_folder.Root)).Message);

    private SlurmReceipt Submit(Sweep sweep)
    {
        var folder = SweepFolder.For(_folder.Root, sweep.Name);
        using var alone = folder.Lock();
        folder.Write(sweep);
        return new SlurmLauncher(_slurm.Cluster).Submit(sweep, folder, new SlurmLaunch { Program = ["/opt/lab/activationlab"] });
    }

    private void End(SweepTrial trial, RunStatus status)
    {
        var folder = RunFolder.For(_folder.Root, trial.Experiment);
        Directory.CreateDirectory(folder.FullName);
        CsvTable.Write(folder.RunFile, [Rows.Run(trial.Experiment, status)]);
    }

    private static Sweep SweepOf(int cells, int seeds, int trialsPerTask = 1) => new(
        "study",
        [.. Enumerable.Range(1, cells).Select(number => new SweepCell("", [], new Experiment { Name = "study", Train = new() { Epochs = number } }))],
        [.. Enumerable.Range(42, seeds).Select(seed => (long)seed)],
        new SlurmSettings { TrialsPerTask = trialsPerTask });
}

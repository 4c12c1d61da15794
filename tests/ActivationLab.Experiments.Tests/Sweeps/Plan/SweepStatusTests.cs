using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Experiments.Tests.Runs;

namespace ActivationLab.Experiments.Tests.Sweeps.Plan;

public sealed class SweepStatusTests : IDisposable
{
    private readonly SweepFiles _files = new();

    private string Runs => Path.Combine(_files.Root, "runs");

    private string Folder => Path.Combine(Runs, "sweep");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Read_says_where_each_trial_stands()
    {
        var trials = Plan("seeds: 7\nparameters: { train.epochs: [2] }\nvariants: { Leaky: {} }");
        var (completed, diverged, failed, interrupted, running, stopped) = (trials[0], trials[1], trials[2], trials[3], trials[4], trials[5]);
        foreach (var (trial, status) in new[] { (completed, RunStatus.Completed), (diverged, RunStatus.Diverged), (failed, RunStatus.Failed), (interrupted, RunStatus.Interrupted) })
        {
            using var writer = Open(trial);
            writer.WriteRun(Rows.Run(trial.Experiment, status) with { LastEpoch = 2, Epochs = 2 });
        }
        using var busy = Open(running);
        busy.Add(Rows.Epoch(1), []);
        busy.SaveTables();
        using (var writer = Open(stopped))
        {
            writer.Add(Rows.Epoch(1), []);
            writer.SaveTables();
            File.WriteAllText(Path.Combine(writer.Folder.FullName, "checkpoint.json"), "{}");
        }

        var status1 = SweepStatus.Read(Folder);

        Assert.True(status1.HasPlan);
        Assert.Equal(trials.Select(trial => (trial.Cell.Name, trial.Seed)), status1.Planned.Select(state => (state.Cell, state.Seed)));
        Assert.Equal(
            [
                (TrialCondition.Completed, 2), (TrialCondition.Diverged, 2), (TrialCondition.Failed, 2), (TrialCondition.Interrupted, 2),
                (TrialCondition.Running, 1), (TrialCondition.Stopped, 1), (TrialCondition.Missing, 0),
            ],
            status1.Planned.Select(state => (state.Condition, state.Epoch)));
        Assert.All(status1.Planned, state => Assert.Equal(("Leaky", "train.epochs=2", 2), (state.Variant, state.Settings, state.Epochs)));
        Assert.All(Enum.GetValues<TrialCondition>(), condition => Assert.Equal(1, status1.Count(condition)));
        Assert.Contains($"process {Environment.ProcessId} ", status1.Planned[4].Holder);
        Assert.Empty(status1.Unplanned);

        // Silent for more than a minute, and nothing to go on from.
        var later = SweepStatus.Read(Folder, DateTimeOffset.UtcNow + TimeSpan.FromSeconds(61));
        Assert.Equal(TrialCondition.Missing, later.Planned[4].Condition);
    }

    [Fact]
    public void Read_running_trial_that_failed_before_is_running()
    {
        var trial = Plan("").Single();
        using (var earlier = Open(trial))
        {
            earlier.WriteRun(Rows.Run(trial.Experiment, RunStatus.Failed));
            File.WriteAllText(Path.Combine(earlier.Folder.FullName, "checkpoint.json"), "{}");
        }
        Assert.Equal(TrialCondition.Failed, SweepStatus.Read(Folder).Planned[0].Condition);
        using var held = FileLock.TryTake(RunFolder.LockFileOf(RunFolder.For(Runs, trial.Experiment).FullName));
        Assert.Equal(TrialCondition.Running, SweepStatus.Read(Folder).Planned[0].Condition);
    }

    // A trial that begins while somebody looks must not find its folder locked.
    [Fact]
    public async Task Read_never_keeps_a_trial_from_its_folder()
    {
        var trial = Plan("").Single();
        using var stop = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            var looks = 0;
            for (; !stop.IsCancellationRequested || looks == 0; looks++)
                SweepStatus.Read(Folder);
            return looks;
        });
        for (var i = 0; i < 200; i++)
            Open(trial).Dispose();
        stop.Cancel();
        Assert.InRange(await looking, 1, int.MaxValue);
    }

    [Fact]
    public void Read_trials_that_are_not_in_the_plan_are_listed_apart()
    {
        Plan("seeds: 2");
        var other = ExperimentLoader.Load(_files.BaseFile, ["name=sweep", "train.epochs=9", "seed=5"]);
        using (var writer = RunFolder.For(Runs, other).Open(fresh: false)!)
            writer.WriteRun(Rows.Run(other));

        var status = SweepStatus.Read(Folder);

        Assert.Equal(2, status.Count(TrialCondition.Missing));
        Assert.Equal(0, status.Count(TrialCondition.Completed));
        var state = Assert.Single(status.Unplanned);
        Assert.Equal((CellName.Of(other), 5, TrialCondition.Completed), (state.Cell, state.Seed, state.Condition));
    }

    [Fact]
    public void Read_folder_of_train_has_no_plan_and_its_trials()
    {
        var experiment = ExperimentLoader.Load(_files.BaseFile, []);
        using (var writer = RunFolder.For(Runs, experiment).Open(fresh: false)!)
        {
            writer.WriteConfig(ExperimentYaml.Write(experiment));
            writer.Add(Rows.Epoch(1), []);
            writer.SaveTables();

            var status = SweepStatus.Read(Path.Combine(Runs, "base") + "/");
            Assert.False(status.HasPlan);
            Assert.Empty(status.Planned);
            Assert.Equal(1, status.Count(TrialCondition.Running));
            Assert.Equal((1, 2), (status.Unplanned[0].Epoch, status.Unplanned[0].Epochs));
        }
    }

    [Fact]
    public void Read_folder_in_which_a_sweep_is_at_work_says_who()
    {
        Plan("");
        Assert.Null(SweepStatus.Read(Folder).Runner);
        using (SweepFolder.For(Runs, "sweep").Lock())
            Assert.Contains($"process {Environment.ProcessId} ", SweepStatus.Read(Folder).Runner);
        Assert.Null(SweepStatus.Read(Folder).Runner);
    }

    [Fact]
    public void Read_wrong_folder_says_which_may_be_meant()
    {
        var trial = Plan("").Single();
        Open(trial).Dispose();

        Assert.Equal($"{Runs}/sweeep: there is no such folder (did you mean {Folder}?)", Refusal(Path.Combine(Runs, "sweeep")));
        Assert.Equal($"{_files.Root}/elsewhere: there is no such folder", Refusal(Path.Combine(_files.Root, "elsewhere")));
        Assert.Equal($"{_files.BaseFile}: is a file; give the folder of a sweep, such as runs/mnist-slopes", Refusal(_files.BaseFile));
        Assert.EndsWith($"it has no trials (did you mean {Folder}?)", Refusal(Runs));
        var within = Path.GetRelativePath(Directory.GetCurrentDirectory(), Folder);
        Assert.EndsWith($"it has no trials (did you mean {within}?)", Refusal(SweepFolder.In(Folder).FullName));
        Assert.EndsWith($"it has no trials (did you mean {within}?)", Refusal(RunFolder.For(Runs, trial.Experiment).FullName));
    }

    [Fact]
    public void Read_damaged_plan_says_where()
    {
        Plan("");
        File.WriteAllText(SweepFolder.In(Folder).TrialsFile, "cell,seed\nx,y\n");
        var error = Assert.Throws<DamagedFileException>(() => SweepStatus.Read(Folder));
        Assert.StartsWith($"{SweepFolder.In(Folder).TrialsFile}:2: column seed: \"y\" is not", error.Message);
    }

    private static string Refusal(string dir)
    {
        var error = Assert.Throws<UserException>(() => SweepStatus.Read(dir));
        Assert.Equal(2, error.ExitCode);
        return error.Message;
    }

    private SweepTrial[] Plan(string text)
    {
        var sweep = _files.Load(text);
        SweepFolder.For(Runs, "sweep").Write(sweep);
        return [.. sweep.Trials];
    }

    private RunWriter Open(SweepTrial trial) => RunFolder.For(Runs, trial.Experiment).Open(fresh: false)!;
}

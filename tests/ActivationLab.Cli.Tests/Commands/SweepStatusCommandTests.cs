using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;

namespace ActivationLab.Cli.Tests.Commands;

public class SweepStatusCommandTests
{
    [Fact]
    public void Status_of_a_sweep_shows_cells_by_conditions_failures_and_what_is_missing()
    {
        using var lab = new Lab();
        var sweep = FakeSweep.Slopes(slopes: 1, seeds: 4);
        Plan(lab, sweep);
        var trials = sweep.Trials.ToArray();
        End(lab, trials[0]);
        End(lab, trials[1], RunStatus.Diverged, "the loss was not finite");
        End(lab, trials[2]);
        End(lab, trials[3], RunStatus.Failed, "out of memory");
        End(lab, trials[4], RunStatus.Interrupted);

        Assert.Equal(0, lab.Run("sweep", "status", Path.Combine(lab.Folder, "slopes")));

        Assert.Equal(
            """
            slopes: 8 trials: 2 completed, 1 diverged, 1 failed, 1 interrupted, 3 missing

            negative_slope  lr    completed  diverged  failed  interrupted  missing
            0               0.1           2         0       0            1        1
            0               0.01          0         1       1            0        2

            failed: negative_slope=0, lr=0.01, seed 43: out of memory
            diverged: negative_slope=0, lr=0.01, seed 42: the loss was not finite

            missing: negative_slope=0, lr=0.1, seed 45
            missing: negative_slope=0, lr=0.01, seeds 44, 45

            """, lab.Out.ToString());
        Assert.Empty(lab.Lines);
    }

    [Fact]
    public void Status_while_a_sweep_runs_says_who_runs_it_and_how_far_its_trials_are()
    {
        using var lab = new Lab();
        var sweep = FakeSweep.Slopes(slopes: 1, seeds: 1);
        Plan(lab, sweep);
        using var held = SweepFolder.For(lab.Folder, sweep.Name).Lock();
        using var writer = RunFolder.For(lab.Folder, sweep.Trials.First().Experiment).Open(fresh: false);

        Assert.Equal(0, lab.Run("sweep", "status", Path.Combine(lab.Folder, "slopes") + "/"));

        var lines = lab.Out.ToString().Split('\n');
        Assert.Equal("slopes: 2 trials: 1 running, 1 missing", lines[0]);
        Assert.Matches($"^process {Environment.ProcessId} on .* is running the sweep$", lines[1]);
        Assert.Matches($@"^running: negative_slope=0, lr=0.1, seed 42, 0 of 2 epochs \(process {Environment.ProcessId} on .*\)$", lines[^4]);
    }

    [Fact]
    public void Status_tells_of_trials_that_the_last_sweep_did_not_ask_for()
    {
        using var lab = new Lab();
        var sweep = FakeSweep.Slopes(slopes: 1, seeds: 1);
        Plan(lab, sweep);
        foreach (var trial in FakeSweep.Slopes(slopes: 1, seeds: 3).Trials)
            End(lab, trial);

        Assert.Equal(0, lab.Run("sweep", "status", Path.Combine(lab.Folder, "slopes")));

        Assert.StartsWith("slopes: 2 trials: 2 completed\n", lab.Out.ToString());
        Assert.EndsWith("\n\n4 more trials that the last sweep did not ask for: 4 completed\n", lab.Out.ToString());
    }

    [Fact]
    public void Status_of_runs_without_a_sweep_names_the_cells()
    {
        using var lab = new Lab();
        var trial = FakeSweep.Slopes().Trials.First();
        End(lab, trial);

        Assert.Equal(0, lab.Run("sweep", "status", Path.Combine(lab.Folder, "slopes")));

        Assert.Equal(
            $"""
            slopes: 1 trial: 1 completed
            no sweep was started here: which trials are missing is not known

            {"cell".PadRight(trial.Cell.Name.Length)}  completed
            {trial.Cell.Name}          1

            """, lab.Out.ToString());
    }

    [Fact]
    public void Status_of_many_missing_cells_lists_the_first_ones()
    {
        using var lab = new Lab();
        Plan(lab, FakeSweep.Slopes(slopes: 12, seeds: 1));

        Assert.Equal(0, lab.Run("sweep", "status", Path.Combine(lab.Folder, "slopes")));

        Assert.EndsWith("\n… and 4 more\n", lab.Out.ToString());
        Assert.Equal(20, lab.Out.ToString().Split('\n').Count(line => line.StartsWith("missing: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Status_of_a_folder_that_is_none_is_one_line()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("sweep", "status", Path.Combine(lab.Folder, "none")));
        Assert.Equal(2, lab.Run("sweep", "status", lab.Folder));

        var lines = lab.Lines.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("there is no such folder", lines[0]);
        Assert.Contains("not the folder of a sweep", lines[1]);
        Assert.Empty(lab.Out.ToString());
    }

    private static void Plan(Lab lab, Sweep sweep)
    {
        var folder = SweepFolder.For(lab.Folder, sweep.Name);
        using var held = folder.Lock();
        folder.Write(sweep);
    }

    private static void End(Lab lab, SweepTrial trial, RunStatus status = RunStatus.Completed, string message = "")
    {
        var folder = RunFolder.For(lab.Folder, trial.Experiment);
        Directory.CreateDirectory(folder.FullName);
        CsvTable.Write(folder.RunFile, [FakeSweep.Row(trial, status, message: message)]);
    }
}

using ActivationLab.Cli.Views;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Tests.Commands;

public class SweepCommandTests
{
    // Clusters need no files.
    private const string Base = "data: { name: clusters }\nmodel: { name: mlp, hidden: [8], activation: leaky_relu }\ntrain: { epochs: 2 }\n";

    private const string File = "name: slopes\nbase: base.yaml\nseeds: 3\nparameters:\n  model.activation.negative_slope: [0, 0.1]\n";

    [Fact]
    public void Sweep_prints_the_folder_alone_on_standard_output()
    {
        using var lab = new Lab();
        lab.Sweeps((sweep, _, observer, _) => FakeSweep.Play(sweep, observer));

        Assert.Equal(0, Sweep(lab));

        Assert.Equal("runs/slopes\n", lab.Out.ToString());
        Assert.StartsWith("slopes: 6 trials: 2 cells with 3 seeds each\n", lab.Lines);
        Assert.Contains("[6/6] negative_slope=0.1, seed 44: completed", lab.Lines);
        Assert.Matches("\n6 trials: 6 completed; [^;]*\n$", lab.Lines);
    }

    [Fact]
    public void Sweep_hands_options_and_overrides_on()
    {
        using var lab = new Lab();
        (Sweep Sweep, SweepRunOptions Options)? heard = null;
        lab.Sweeps((sweep, options, observer, _) =>
        {
            heard = (sweep, options);
            return FakeSweep.Play(sweep, observer);
        });

        Assert.Equal(0, Sweep(lab, "--set", "train.epochs=3", "--seeds", "7,9", "--runs", "there", "--data", "d", "--jobs", "3", "--stack", "8", "--fail-fast"));

        Assert.Equal([7L, 9L], heard!.Value.Sweep.Seeds);
        Assert.All(heard.Value.Sweep.Cells, cell => Assert.Equal(3, cell.Experiment.Train.Epochs));
        var options = heard.Value.Options;
        Assert.Equal(("there", "d", 3, new StackChoice(8), true), (options.RunsFolder, options.DataFolder, options.Jobs, options.Stack, options.FailFast));
        Assert.StartsWith("activationlab sweep --config ", options.CommandLine);
    }

    [Theory]
    [InlineData("auto", null)]
    [InlineData("off", 1)]
    [InlineData("16", 16)]
    public void Sweep_stack_says_how_many_train_together(string text, int? members)
    {
        using var lab = new Lab();
        SweepRunOptions? heard = null;
        lab.Sweeps((sweep, options, observer, _) =>
        {
            heard = options;
            return FakeSweep.Play(sweep, observer);
        });

        Assert.Equal(0, Sweep(lab, "--stack", text));

        Assert.Equal(members, heard!.Stack.Members);
    }

    [Fact]
    public void Sweep_of_an_experiment_with_a_grid_and_seeds_takes_its_name()
    {
        using var lab = new Lab();
        Sweep? heard = null;
        lab.Sweeps((sweep, _, observer, _) =>
        {
            heard = sweep;
            return FakeSweep.Play(sweep, observer);
        });

        Assert.Equal(0, lab.Run(
            "sweep", "-c", lab.Write("base.yaml", Base), "--grid", "model.activation.negative_slope=0,0.01,0.1", "--grid", "train.optimizer.lr=0.1,0.01", "--seeds", "5"));

        Assert.Equal(("base", 6, 5), (heard!.Name, heard.Cells.Count, heard.Seeds.Count));
    }

    [Fact]
    public void Sweep_over_precisions_has_a_cell_for_each_and_says_once_what_is_slow()
    {
        using var lab = new Lab();
        lab.Services = lab.Services with { CpuBf16 = () => null };
        Sweep? heard = null;
        lab.Sweeps((sweep, _, observer, _) =>
        {
            heard = sweep;
            return FakeSweep.Play(sweep, observer);
        });

        Assert.Equal(0, lab.Run(
            "sweep", "-c", lab.Write("base.yaml", Base), "--grid", "train.precision=float32,bf16", "--grid", "train.optimizer.lr=0.1,0.01", "--seeds", "2"));

        Assert.Equal([TrainPrecision.Float32, TrainPrecision.Float32, TrainPrecision.Bf16, TrainPrecision.Bf16], heard!.Cells.Select(cell => cell.Experiment.Train.ComputesIn));
        Assert.Equal(["float32", "float32", "bf16", "bf16"], heard.Cells.Select(cell => cell.Values[0].Text));
        Assert.Equal(4, heard.Cells.Select(cell => cell.Name).Distinct().Count());
        Assert.Single(lab.Lines.Split('\n'), line => line.StartsWith("activationlab: train.precision: bf16 is slow here", StringComparison.Ordinal));
    }

    [Fact]
    public void Sweep_of_an_experiment_over_seeds_alone_is_a_sweep()
    {
        using var lab = new Lab();
        lab.Sweeps((sweep, _, observer, _) => FakeSweep.Play(sweep, observer));

        Assert.Equal(0, lab.Run("sweep", "-c", lab.Write("base.yaml", Base), "--seeds", "2"));

        Assert.Contains("slopes: 2 trials: 1 cell with 2 seeds\n", lab.Lines);
    }

    [Fact]
    public void Sweep_of_an_experiment_alone_says_what_to_do()
    {
        using var lab = new Lab();
        var path = lab.Write("base.yaml", Base);

        Assert.Equal(2, lab.Run("sweep", "-c", path));

        Assert.Equal($"activationlab: {path}: is an experiment, of which there is nothing to sweep; add --grid KEY=V1,V2 or --seeds N, or use 'activationlab train'\n", lab.Lines);
    }

    [Theory]
    [InlineData("--grid", "train.optimizer.lr")]
    [InlineData("--grid", "train.optimizer.rl=0.1,0.01")]
    [InlineData("--seeds", "many")]
    [InlineData("--seeds", "0")]
    public void Sweep_wrong_values_are_said_before_anything_runs(string option, string value)
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("sweep", "-c", lab.Write("base.yaml", Base), option, value));

        Assert.StartsWith(option, Assert.Single(lab.Lines.TrimEnd('\n').Split('\n')));
        Assert.Empty(lab.Out.ToString());
    }

    [Fact]
    public void Sweep_missing_file_is_one_line()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("sweep", "-c", "none.yaml"));

        Assert.StartsWith("none.yaml: no such file", Assert.Single(lab.Lines.TrimEnd('\n').Split('\n')));
    }

    [Fact]
    public void Sweep_with_failures_ends_with_3_and_says_them_even_when_quiet()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        lab.Sweeps((sweep, _, observer, _) => FakeSweep.Play(sweep, observer, trial => trial.Seed == 43
            ? FakeSweep.Row(trial, RunStatus.Failed, message: "its worker was killed twice")
            : FakeSweep.Row(trial)));

        Assert.Equal(3, Sweep(lab, "--quiet"));

        Assert.Equal(
            """
            activationlab: failed: negative_slope=0, seed 43: its worker was killed twice
            activationlab: failed: negative_slope=0.1, seed 43: its worker was killed twice

            """, lab.Lines);
        Assert.Equal("runs/slopes\n", lab.Out.ToString());
    }

    [Fact]
    public void Sweep_live_ends_with_the_final_table_alone()
    {
        using var lab = new Lab { ErrorIsTerminal = true, Width = 100 };
        lab.Sweeps((sweep, _, observer, _) => FakeSweep.Play(sweep, observer));

        Assert.Equal(0, Sweep(lab));

        var screen = Screen.Of(lab.Lines);
        Assert.True(screen.CursorIsVisible);
        Assert.DoesNotContain("worker 1", screen.Text);
        Assert.Contains(
            """

            negative_slope  n  test accuracy    ± sd    dead
            0               3        95.00 %  0.00 %  12.5 %
            0.1             3        95.00 %  0.00 %  12.5 %


            """, screen.Text);
    }

    [Fact]
    public void Sweep_that_cannot_run_is_one_line_and_ends_with_its_code()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        lab.Sweeps((_, _, _, _) => throw new UserException("no worker can be started"));

        Assert.Equal(1, Sweep(lab));

        Assert.Equal("activationlab: no worker can be started", Screen.Of(lab.Lines).Text);
        Assert.Empty(lab.Out.ToString());
    }

    [Fact]
    public void Sweep_missing_data_that_cannot_be_fetched_runs_nothing()
    {
        using var lab = new Lab();

        Assert.Equal(1, Sweep(lab, "--set", "data.name=mnist", "--data", Path.Combine(lab.Folder, "none"), "--quiet"));

        Assert.Single(lab.Lines.TrimEnd('\n').Split('\n'));
        Assert.Empty(lab.Out.ToString());
    }

    [Fact]
    public void Sweep_whose_trials_have_all_ended_needs_no_data()
    {
        using var lab = new Lab();
        var runs = Path.Combine(lab.Folder, "runs");
        string[] options = ["--set", "data.name=mnist", "--data", Path.Combine(lab.Folder, "none"), "--runs", runs];
        lab.Sweeps((sweep, _, observer, _) =>
        {
            observer.Started(new SweepStart(FakeSweep.Folder, [.. sweep.Trials], [.. sweep.Trials.Select(trial => FakeSweep.Row(trial))], 0, 0, 0, ""));
            return new SweepResult(FakeSweep.Folder, [.. sweep.Trials.Select(trial => FakeSweep.Row(trial))], 0, false);
        });
        foreach (var trial in SweepLoader.Load(WriteFile(lab), ["data.name=mnist"]).Trials)
            WriteEnd(runs, trial);

        Assert.Equal(0, Sweep(lab, options));

        Assert.StartsWith("slopes: 6 trials: 2 cells with 3 seeds each; 6 have ended before\n", lab.Lines);
    }

    [Fact]
    public void Dry_run_shows_cells_and_expected_time_and_writes_nothing()
    {
        using var lab = new Lab();
        lab.Services = lab.Services with { TimeSweep = (_, pending, _, _) => new SweepForecast("2 workers of 1 thread, one a core", 10 * pending.Count) };
        var runs = Path.Combine(lab.Folder, "runs");
        var sweep = SweepLoader.Load(WriteFile(lab), []);
        WriteEnd(runs, sweep.Trials.First());
        var before = Directory.GetFileSystemEntries(lab.Folder, "*", SearchOption.AllDirectories);

        Assert.Equal(0, Sweep(lab, "--dry-run", "--runs", runs));

        Assert.Equal(
            $"""
            slopes: 6 trials: 2 cells with 3 seeds each (42 to 44); 1 has ended before

            negative_slope  {"cell".PadRight(sweep.Cells[1].Name.Length)}  trials  to run
            0               {sweep.Cells[0].Name.PadRight(sweep.Cells[1].Name.Length)}       3       2
            0.1             {sweep.Cells[1].Name}       3       3

            2 workers of 1 thread, one a core
            expected time: 50.0 s of training steps; measuring and testing come on top

            """, lab.Out.ToString());
        Assert.Empty(lab.Lines);
        Assert.Equal(before, Directory.GetFileSystemEntries(lab.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Dry_run_for_a_cluster_counts_tasks_and_times_nothing()
    {
        using var lab = new Lab();
        lab.Services = lab.Services with { TimeSweep = (_, _, _, _) => throw new InvalidOperationException("nothing is timed") };

        Assert.Equal(0, Sweep(lab, "--dry-run", "--launcher", "slurm", "--trials-per-task", "4"));

        Assert.EndsWith("\n\nto be submitted as 2 tasks of up to 4 trials\n", lab.Out.ToString());
    }

    private static int Sweep(Lab lab, params string[] more) => lab.Run(["sweep", "--config", WriteFile(lab), .. more]);

    private static string WriteFile(Lab lab)
    {
        lab.Write("base.yaml", Base);
        return lab.Write("slopes.yaml", File);
    }

    private static void WriteEnd(string runs, SweepTrial trial)
    {
        var folder = RunFolder.For(runs, trial.Experiment);
        Directory.CreateDirectory(folder.FullName);
        CsvTable.Write(folder.RunFile, [FakeSweep.Row(trial)]);
    }
}

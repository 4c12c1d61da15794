using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Tests.Views;

public class SweepViewTests
{
    [Fact]
    public void Plain_view_writes_the_start_and_a_line_a_trial_with_its_number()
    {
        using var lab = new Lab();
        var sweep = FakeSweep.Slopes(slopes: 1);

        View(lab, sweep).Show(observer => FakeSweep.Play(sweep, observer, trial => trial.Seed == 43
            ? FakeSweep.Row(trial, RunStatus.Diverged, message: "the loss was not finite")
            : FakeSweep.Row(trial)));

        Assert.Equal(
            """
            slopes: 4 trials: 2 cells with 2 seeds each
            2 workers of 1 thread, one a core (2 cores)
            no stacks
            [1/4] negative_slope=0, lr=0.1, seed 42: completed, test accuracy 95.00 %, dead 12.5 %, 1 min 15 s
            [2/4] negative_slope=0, lr=0.01, seed 42: completed, test accuracy 95.00 %, dead 12.5 %, 1 min 15 s
            [3/4] negative_slope=0, lr=0.1, seed 43: diverged after 1 epoch: the loss was not finite
            [4/4] negative_slope=0, lr=0.01, seed 43: diverged after 1 epoch: the loss was not finite

            """, lab.Lines);
    }

    [Fact]
    public void Plain_view_counts_trials_that_ended_before()
    {
        using var lab = new Lab();
        var sweep = FakeSweep.Slopes(slopes: 1);
        var trials = sweep.Trials.ToArray();

        View(lab, sweep).Show(observer =>
        {
            observer.Started(FakeSweep.Start(sweep, before: [FakeSweep.Row(trials[0]), FakeSweep.Row(trials[1])]));
            observer.TrialStarted(trials[2], 1, 1);
            observer.TrialFinished(trials[2], FakeSweep.Row(trials[2]));
            return Nothing;
        });

        var lines = lab.Lines.Split('\n');
        Assert.Equal("slopes: 4 trials: 2 cells with 2 seeds each; 2 have ended before", lines[0]);
        Assert.StartsWith("[3/4] negative_slope=0, lr=0.1, seed 43: completed", lines[3]);
    }

    [Fact]
    public void Plain_view_says_how_far_it_is_at_most_once_a_minute()
    {
        using var lab = new Lab();
        var time = new ManualTime();
        var sweep = FakeSweep.Slopes(slopes: 1);
        var trials = sweep.Trials.ToArray();

        SweepViews.For(lab.Terminal, new SweepLabels(sweep.Cells), time, quiet: false).Show(observer =>
        {
            observer.Started(FakeSweep.Start(sweep));
            observer.TrialStarted(trials[0], 1, 1);
            for (var second = 0; second <= 150; second++)
            {
                time.Seconds = second;
                observer.TrialProgressed(trials[0], second / 200.0);
            }
            return Nothing;
        });

        // After 60 s 0.3 of one trial are done and 3.7 are left; after 120 s 0.6 and 3.4.
        Assert.Equal(
            ["0 of 4 trials have ended; 1 running, 12 min 20 s left", "0 of 4 trials have ended; 1 running, 11 min 20 s left", ""],
            lab.Lines.Split('\n')[3..]);
    }

    [Fact]
    public void Plain_view_complains_of_a_worker_that_died()
    {
        using var lab = new Lab();
        var sweep = FakeSweep.Slopes(slopes: 1);

        View(lab, sweep).Show(observer =>
        {
            observer.Started(FakeSweep.Start(sweep));
            observer.TrialStarted(sweep.Trials.First(), 1, 1);
            observer.TrialLost(sweep.Trials.First(), "its worker was killed", willRetry: true);
            observer.TrialLost(sweep.Trials.First(), "its worker was killed", willRetry: false);
            return Nothing;
        });

        Assert.Equal(
            [
                "activationlab: negative_slope=0, lr=0.1, seed 42: its worker was killed; it is tried once more",
                "activationlab: negative_slope=0, lr=0.1, seed 42: its worker was killed; it counts as failed",
                "",
            ], lab.Lines.Split('\n')[3..]);
    }

    [Fact]
    public void Quiet_view_writes_nothing()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        var sweep = FakeSweep.Slopes();

        SweepViews.For(lab.Terminal, new SweepLabels(sweep.Cells), TimeProvider.System, quiet: true).Show(observer => FakeSweep.Play(sweep, observer));

        Assert.Empty(lab.Lines);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Live_view_while_it_runs_shows_cells_workers_and_the_whole(int width)
    {
        using var lab = new Lab { ErrorIsTerminal = true, Width = width };
        var time = new ManualTime();
        var sweep = FakeSweep.Slopes();
        var during = "";

        SweepViews.For(lab.Terminal, new SweepLabels(sweep.Cells), time, quiet: false).Show(observer =>
        {
            PlayHalf(sweep, observer, time);
            during = lab.Lines;
            return Nothing;
        });

        var rows = Screen.Of(during).Text.Split('\n');
        Assert.Equal(
            [
                "slopes: 8 trials: 4 cells with 2 seeds each",
                "2 workers of 1 thread, one a core (2 cores)",
                "no stacks",
                "a mark a seed: ● completed, ◐ running, · waiting, × failed, ∞ diverged",
                "",
                "negative_slope  lr    seeds  val accuracy      dead",
                "0               0.1   ●·          95.00 %    12.5 %",
                "0               0.01  ×·                -         -",
                "0.01            0.1   ◐·                -         -",
                "0.01            0.01  ◐·                -         -",
            ],
            rows[..10]);
        Assert.Empty(rows[10]);
        Assert.Matches("^worker 1  ━+─+  50 %  negative_slope=0.01, lr=0.1, seed 42$", rows[11]);
        Assert.Matches("^worker 2  ━+─+  20 %  negative_slope=0.01, lr=0.01, seed 42$", rows[12]);
        // The pace is that of the one that completed and what is done of the two that run, in 68 s; 5.3 trials are left.
        Assert.Matches("^trials    ━+─+   2/8  2 running, 1 failed, 3 min 32 s left$", rows[13]);
        Assert.Equal(14, rows.Length);
        Assert.True(Screen.Of(during).Widest < width);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 12)]
    [InlineData(80, 9)]
    [InlineData(40, 8)]
    public void Live_view_of_more_cells_and_workers_than_rows_stays_within_the_screen(int width, int height)
    {
        using var lab = new Lab { ErrorIsTerminal = true, Width = width, Height = height };
        var sweep = FakeSweep.Slopes(slopes: 12, seeds: 3);
        var during = "";

        SweepViews.For(lab.Terminal, new SweepLabels(sweep.Cells), TimeProvider.System, quiet: false).Show(observer =>
        {
            observer.Started(FakeSweep.Start(sweep, workers: 12));
            foreach (var (worker, trial) in sweep.Trials.Skip(10).Take(12).Index())
                observer.TrialStarted(trial, worker + 1, 1);
            during = lab.Lines;
            return Nothing;
        });

        var screen = Screen.Of(during);
        var region = screen.Text.Split('\n')[4..];
        Assert.InRange(region.Length, 7, height);
        Assert.All(region, row => Assert.True(row.Length < width, row));
        // Those that are trained are shown, and those that have no room are counted.
        var cells = region[2..Array.FindIndex(region, row => row.EndsWith(" more cells", StringComparison.Ordinal))];
        Assert.Equal(Math.Min(12, cells.Length), cells.Count(row => row.Contains("◐··")));
        Assert.Equal($"{24 - cells.Length} more cells", region[cells.Length + 2]);
        Assert.StartsWith("trials ", region[^1]);
        Assert.Matches(@"^\d+ more ", region[^2]);
    }

    [Fact]
    public void Live_view_on_a_screen_without_room_for_a_table_is_one_bar()
    {
        using var lab = new Lab { ErrorIsTerminal = true, Height = 7 };
        var sweep = FakeSweep.Slopes();

        View(lab, sweep).Show(observer =>
        {
            observer.Started(FakeSweep.Start(sweep));
            Assert.StartsWith("trials ", Assert.Single(Screen.Of(lab.Lines).Text.Split('\n')[4..]));
            return Nothing;
        });
    }

    [Fact]
    public void Live_view_of_a_stack_says_how_many_train_together()
    {
        using var lab = new Lab { ErrorIsTerminal = true, Width = 100 };
        var sweep = FakeSweep.Slopes(slopes: 2, seeds: 2);
        var during = "";

        SweepViews.For(lab.Terminal, new SweepLabels(sweep.Cells), TimeProvider.System, quiet: false).Show(observer =>
        {
            observer.Started(FakeSweep.Start(sweep, workers: 1, members: 4));
            foreach (var trial in sweep.Trials.Take(4))
                observer.TrialStarted(trial, 1, 4);
            during = lab.Lines;
            return Nothing;
        });

        var rows = Screen.Of(during).Text.Split('\n');
        Assert.Matches("^worker 1  ─+  0 %  stack of 4: negative_slope=0, lr=0.1, seed 42 …$", rows[^2]);
    }

    [Fact]
    public void Live_view_of_many_seeds_counts_them()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        var sweep = FakeSweep.Slopes(slopes: 1, seeds: 30);
        var during = "";

        SweepViews.For(lab.Terminal, new SweepLabels(sweep.Cells), TimeProvider.System, quiet: false).Show(observer =>
        {
            observer.Started(FakeSweep.Start(sweep, before: [.. sweep.Trials.Take(20).Select(trial => FakeSweep.Row(trial))]));
            observer.TrialStarted(sweep.Trials.Last(), 1, 1);
            during = lab.Lines;
            return Nothing;
        });

        var rows = Screen.Of(during).Text.Split('\n')[5..];
        Assert.Equal("negative_slope  lr    seeds       val accuracy      dead", rows[0]);
        Assert.Equal("0               0.1   ●10 ·20          95.00 %    12.5 %", rows[1]);
        Assert.Equal("0               0.01  ●10 ◐1 ·19       95.00 %    12.5 %", rows[2]);
    }

    [Fact]
    public void Live_view_without_colors_and_unicode_still_tells_marks_apart()
    {
        var written = new MemoryStream();
        var error = new StreamWriter(written, System.Text.Encoding.ASCII) { NewLine = "\n", AutoFlush = true };
        var terminal = new Terminal(TextWriter.Null, error)
        {
            ErrorIsTerminal = true,
            MeasureWidth = () => 80,
            Variable = name => name == "TERM" ? "xterm" : name == "NO_COLOR" ? "1" : null,
        };
        var sweep = FakeSweep.Slopes();

        SweepViews.For(terminal, new SweepLabels(sweep.Cells), new ManualTime(), quiet: false).Show(observer =>
        {
            PlayHalf(sweep, observer, new ManualTime());
            var screen = Screen.Of(System.Text.Encoding.ASCII.GetString(written.ToArray()));
            Assert.Equal(0, screen.Colors);
            Assert.Equal(
                ["0               0.1   #.", "0               0.01  x.", "0.01            0.1   >.", "0.01            0.01  >."],
                screen.Text.Split('\n')[6..10].Select(row => row[..24]));
            return Nothing;
        });
    }

    [Fact]
    public void Live_view_clears_its_table_and_shows_the_cursor_when_the_sweep_throws()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        var sweep = FakeSweep.Slopes();

        Assert.Throws<InvalidOperationException>(() => SweepViews.For(lab.Terminal, new SweepLabels(sweep.Cells), TimeProvider.System, quiet: false)
            .Show(_ => throw new InvalidOperationException()));

        Assert.True(Screen.Of(lab.Lines).CursorIsVisible);
        Assert.Empty(Screen.Of(lab.Lines).Text);
    }

    [Fact]
    public void Live_view_takes_lines_of_another_thread_while_trials_go_on()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        var (sweep, terminal) = (FakeSweep.Slopes(slopes: 12, seeds: 20), lab.Terminal);
        var talker = new Thread(() =>
        {
            for (var line = 0; line < 200; line++)
                terminal.Say("still here");
        });

        SweepViews.For(terminal, new SweepLabels(sweep.Cells), TimeProvider.System, quiet: false).Show(observer =>
        {
            talker.Start();
            try
            {
                return FakeSweep.Play(sweep, observer);
            }
            finally
            {
                talker.Join();
            }
        });

        Assert.Equal(200, Screen.Of(lab.Lines).Text.Split('\n').Count(row => row == "still here"));
    }

    private static SweepResult Nothing => new(FakeSweep.Folder, [], 0, Interrupted: false);

    // One completed, one failed, two run; 68 s are gone.
    private static void PlayHalf(Sweep sweep, ISweepObserver observer, ManualTime time)
    {
        var trials = sweep.Trials.ToArray();
        observer.Started(FakeSweep.Start(sweep));
        foreach (var trial in trials[..2])
        {
            observer.TrialStarted(trial, 1, 1);
            observer.TrialProgressed(trial, 0);
        }
        observer.TrialFinished(trials[0], FakeSweep.Row(trials[0]));
        observer.TrialFinished(trials[1], FakeSweep.Row(trials[1], RunStatus.Failed, message: "out of memory"));
        observer.TrialStarted(trials[2], 1, 1);
        observer.TrialStarted(trials[3], 2, 1);
        foreach (var (trial, done, seconds) in new[] { (trials[2], 0.5, 34), (trials[3], 0.2, 68) })
        {
            observer.TrialProgressed(trial, 0);
            time.Seconds = seconds;
            observer.TrialProgressed(trial, done);
        }
    }

    private static ISweepView View(Lab lab, Sweep sweep) =>
        SweepViews.For(lab.Terminal, new SweepLabels(sweep.Cells), TimeProvider.System, quiet: false);
}

using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Tests.Views;

public class SweepSummaryTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    public void Write_all_completed_shows_means_and_deviations_of_each_cell(int width)
    {
        using var lab = new Lab { ErrorIsTerminal = true, Width = width };
        var sweep = FakeSweep.Slopes(slopes: 1, seeds: 3);
        // Test accuracies of 90, 91 and 92 %: their mean is 91 % and their sample deviation 1 %.
        var rows = sweep.Trials.Select(trial => FakeSweep.Row(trial, accuracy: 0.9 + (trial.Seed - 42) / 100.0)).ToArray();

        SweepSummary.Write(lab.Terminal, sweep, new SweepResult(FakeSweep.Folder, rows, 0, false), new SweepLabels(sweep.Cells), 125);

        Assert.Equal(
            """

            negative_slope  lr    n  test accuracy    ± sd    dead
            0               0.1   3        91.00 %  1.00 %  12.5 %
            0               0.01  3        91.00 %  1.00 %  12.5 %

            6 trials: 6 completed; 2 min 5 s
            """, Screen.Of(lab.Lines).Text);
    }

    [Fact]
    public void Write_some_failed_counts_them_and_leaves_them_out_of_the_means()
    {
        using var lab = new Lab();
        var (sweep, rows) = Mixed();

        SweepSummary.Write(lab.Terminal, sweep, new SweepResult(FakeSweep.Folder, rows, 0, false), new SweepLabels(sweep.Cells), 5);

        Assert.Equal(
            """

            negative_slope  lr    n  test accuracy  ± sd    dead  failed  diverged
            0               0.1   1        95.00 %     -  12.5 %       1         0
            0               0.01  0              -     -       -       0         2

            4 trials: 1 completed, 2 diverged, 1 failed; 5.0 s

            """, lab.Lines);
    }

    [Fact]
    public void Write_interrupted_says_that_the_command_goes_on()
    {
        using var lab = new Lab();
        var sweep = FakeSweep.Slopes();
        var trials = sweep.Trials.ToArray();
        RunRow[] rows = [FakeSweep.Row(trials[0]), FakeSweep.Row(trials[1], RunStatus.Interrupted)];

        SweepSummary.Write(lab.Terminal, sweep, new SweepResult(FakeSweep.Folder, rows, 6, Interrupted: true), new SweepLabels(sweep.Cells), 5);

        Assert.EndsWith("\ninterrupted after 1 of 8 trials, in 5.0 s: 1 completed; the same command goes on from there\n", lab.Lines);
    }

    [Fact]
    public void Write_wide_labels_leave_the_figures_their_place()
    {
        using var lab = new Lab { ErrorIsTerminal = true, Width = 80 };
        var cells = FakeSweep.Slopes().Cells.Select((cell, number) => cell with
        {
            Variant = $"{number}: a variant with a very long name indeed",
            Values = [new SweepValue("a.first", new string('x', 50)), new SweepValue("b.second", "1")],
        }).ToArray();
        var sweep = FakeSweep.Slopes() with { Cells = cells };
        var rows = sweep.Trials.Select(trial => FakeSweep.Row(trial)).ToArray();

        SweepSummary.Write(lab.Terminal, sweep, new SweepResult(FakeSweep.Folder, rows, 0, false), new SweepLabels(sweep.Cells), 5);

        var screen = Screen.Of(lab.Lines);
        Assert.True(screen.Widest <= 80, screen.Text);
        Assert.Equal(4, screen.Text.Split('\n').Count(row => row.EndsWith("2        95.00 %  0.00 %  12.5 %", StringComparison.Ordinal)));
    }

    [Fact]
    public void Complain_says_failures_with_their_messages_those_alike_in_one_line()
    {
        using var lab = new Lab();
        var (sweep, rows) = Mixed();

        SweepSummary.Complain(lab.Terminal, new SweepResult(FakeSweep.Folder, rows, 0, false), new SweepLabels(sweep.Cells));

        Assert.Equal(
            """
            activationlab: failed: negative_slope=0, lr=0.1, seed 43: out of memory
            activationlab: diverged: negative_slope=0, lr=0.01, seeds 42, 43: the loss was not finite

            """, lab.Lines);
    }

    [Fact]
    public void Complain_of_very_many_says_where_the_rest_is()
    {
        using var lab = new Lab();
        var sweep = FakeSweep.Slopes(slopes: 1, seeds: 15);
        var rows = sweep.Trials.Select(trial => FakeSweep.Row(trial, RunStatus.Failed, message: $"no memory for {trial.Seed}")).ToArray();

        SweepSummary.Complain(lab.Terminal, new SweepResult(FakeSweep.Folder, rows, 0, false), new SweepLabels(sweep.Cells));

        var lines = lab.Lines.TrimEnd('\n').Split('\n');
        Assert.Equal((21, "activationlab: 10 more did not complete; see runs/slopes/results.csv"), (lines.Length, lines[^1]));
    }

    private static (Sweep Sweep, RunRow[] Rows) Mixed()
    {
        var sweep = FakeSweep.Slopes(slopes: 1);
        return (sweep, [.. sweep.Trials.OrderByDescending(trial => trial.Cell == sweep.Cells[0]).Select(trial => (trial.Cell == sweep.Cells[0], trial.Seed) switch
        {
            (true, 42) => FakeSweep.Row(trial),
            (true, _) => FakeSweep.Row(trial, RunStatus.Failed, message: "out of memory"),
            _ => FakeSweep.Row(trial, RunStatus.Diverged, message: "the loss was not finite"),
        })]);
    }
}

using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Tests.Views;

public class TrialViewTests
{
    private static readonly Experiment Experiment = FakeTrial.Experiment;

    [Fact]
    public void Plain_view_writes_the_start_and_one_line_an_epoch()
    {
        using var lab = new Lab();

        Show(lab, quiet: false, observer => FakeTrial.Play(Experiment, observer));

        Assert.Equal(
            """
            tiny, seed 42: mlp 8 with relu, 6,370 parameters
            2 epochs of 100 steps over 55,000 images; 5,000 to validate; cpu, 2 threads
            epoch 1/2: train loss 0.2500, accuracy 91.00 %; val loss 0.1250, accuracy 96.34 %; dead 12.50 %; 1.2 s, 44,000 images/s
            epoch 2/2: train loss 0.1250, accuracy 91.00 %; val loss 0.0625, accuracy 96.34 %; dead 12.50 %; 1.2 s, 44,000 images/s

            """, lab.Lines);
    }

    [Theory]
    [InlineData(0, 37, "resuming at epoch 1 of 2, step 38 of 100")]
    [InlineData(1, 0, "resuming at epoch 2 of 2, step 1 of 100")]
    [InlineData(2, 0, "resuming after epoch 2 of 2")]
    public void Plain_view_says_where_a_trial_goes_on(int epochs, int steps, string line)
    {
        using var lab = new Lab();

        Show(lab, quiet: false, observer =>
        {
            observer.Warned("checkpoint.json: cut short");
            observer.Started(new TrialStart("runs", "mlp", 10, "cpu", 1, 55_000, 5_000, 2, FakeTrial.Steps, epochs, steps));
            return FakeTrial.Result(Experiment, Experiments.Runs.RunStatus.Completed, 2);
        });

        var lines = lab.Lines.TrimEnd('\n').Split('\n');
        Assert.Equal(("activationlab: checkpoint.json: cut short", line), (lines[0], lines[^1]));
    }

    [Fact]
    public void Live_view_of_a_resumed_trial_promises_only_what_its_own_speed_allows()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        var time = new ManualTime();

        TrialViews.For(lab.Terminal, Experiment, time, quiet: false).Show(observer =>
        {
            // Half is done before. A quarter of the whole in 10 s leaves 10 s, not the 3.3 s that all of it would promise.
            observer.Started(new TrialStart("runs", "mlp", 10, "cpu", 1, 55_000, 5_000, 2, FakeTrial.Steps, 1, 0));
            time.Seconds = 10;
            observer.Progressed(new TrialProgress(2, 50, FakeTrial.Steps, 27_500, 10));
            Assert.EndsWith("  10.0 s left", Screen.Of(lab.Lines).Text.Split('\n')[^2]);
            return FakeTrial.Result(Experiment, Experiments.Runs.RunStatus.Completed, 2);
        });
    }

    [Fact]
    public void Quiet_view_writes_nothing()
    {
        using var lab = new Lab { ErrorIsTerminal = true };

        Show(lab, quiet: true, observer => FakeTrial.Play(Experiment, observer));

        Assert.Empty(lab.Lines);
    }

    [Fact]
    public void Dumb_terminal_gets_plain_lines()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        lab.Variables["TERM"] = "dumb";

        Show(lab, quiet: false, observer => FakeTrial.Play(Experiment, observer));

        Assert.DoesNotContain('\e', lab.Lines);
        Assert.Equal(4, lab.Lines.Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Live_view_keeps_a_row_an_epoch_and_clears_its_bars(int width)
    {
        using var lab = new Lab { ErrorIsTerminal = true, Width = width };

        Show(lab, quiet: false, observer => FakeTrial.Play(Experiment, observer));

        var screen = Screen.Of(lab.Lines);
        Assert.Equal(
            """
            tiny, seed 42: mlp 8 with relu, 6,370 parameters
            2 epochs of 100 steps over 55,000 images; 5,000 to validate; cpu, 2 threads

            epoch  train loss  accuracy  val loss  accuracy    dead  images/s
              1/2      0.2500   91.00 %    0.1250   96.34 %  12.5 %    44,000
              2/2      0.1250   91.00 %    0.0625   96.34 %  12.5 %    44,000
            """, screen.Text);
        Assert.True(screen.CursorIsVisible);
        Assert.True(screen.Colors > 0);
        Assert.True(screen.Widest <= width);
    }

    [Theory]
    [InlineData(40, "", "")]
    [InlineData(80, "  9.0 s left", "  13,750 images/s")]
    [InlineData(120, "  9.0 s left", "  13,750 images/s")]
    public void Live_view_within_an_epoch_shows_both_bars(int width, string left, string rate)
    {
        using var lab = new Lab { ErrorIsTerminal = true, Width = width };
        var time = new ManualTime();
        var during = "";

        TrialViews.For(lab.Terminal, Experiment, time, quiet: false).Show(observer =>
        {
            observer.Started(new TrialStart("runs", "mlp", 10, "cpu", 1, 55_000, 5_000, 2, FakeTrial.Steps));
            time.Seconds = 3;
            observer.Progressed(new TrialProgress(1, 50, FakeTrial.Steps, 27_500, 2));
            during = lab.Lines;
            return FakeTrial.Result(Experiment, Experiments.Runs.RunStatus.Completed, 2);
        });

        var rows = Screen.Of(during).Text.Split('\n')[^2..];
        Assert.Matches($"^epochs   ━+─+     0/2{left}$", rows[0]);
        Assert.Matches($"^epoch 1  ━+─+  50/100{rate}$", rows[1]);
        Assert.Equal(rows[1].Count(letter => letter == '━'), rows[1].Count(letter => letter == '─'));
        Assert.Equal(rows[0].Count(letter => letter == '━') * 3.0, rows[0].Count(letter => letter == '─'), 3.0);
        Assert.All(rows, row => Assert.True(row.Length < width, row));
    }

    [Fact]
    public void Live_view_without_colors_draws_without_any()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        lab.Variables["NO_COLOR"] = "1";

        Show(lab, quiet: false, observer => FakeTrial.Play(Experiment, observer));

        var screen = Screen.Of(lab.Lines);
        Assert.Equal(0, screen.Colors);
        Assert.Contains("2/2      0.1250", screen.Text);
    }

    [Fact]
    public void Live_view_what_is_said_meanwhile_stays_above_the_bars()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        var terminal = lab.Terminal;
        var during = "";

        TrialViews.For(terminal, Experiment, TimeProvider.System, quiet: false).Show(observer =>
        {
            observer.Started(new TrialStart("runs", "mlp", 10, "cpu", 1, 55_000, 5_000, 2, FakeTrial.Steps));
            terminal.Say("finishing files…");
            during = lab.Lines;
            return FakeTrial.Result(Experiment, Experiments.Runs.RunStatus.Interrupted, 0);
        });

        var rows = Screen.Of(during).Text.Split('\n');
        Assert.Equal("finishing files…", rows[^3]);
        Assert.StartsWith("epochs ", rows[^2]);
        Assert.EndsWith("finishing files…", Screen.Of(lab.Lines).Text);
    }

    [Fact]
    public void Live_view_shows_the_cursor_again_when_the_trial_throws()
    {
        using var lab = new Lab { ErrorIsTerminal = true };

        Assert.Throws<InvalidOperationException>(() => Show(lab, quiet: false, _ => throw new InvalidOperationException()));

        var screen = Screen.Of(lab.Lines);
        Assert.True(screen.CursorIsVisible);
        Assert.Empty(screen.Text);
    }

    private static void Show(Lab lab, bool quiet, Func<ITrialObserver, TrialResult> trial) =>
        TrialViews.For(lab.Terminal, Experiment, TimeProvider.System, quiet).Show(trial);
}

using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Tests.Views;

public class TrialSummaryTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Write_completed_run_shows_accuracy_and_layers(int width)
    {
        using var lab = new Lab { Width = width };

        Write(lab, FakeTrial.Result(FakeTrial.Experiment, RunStatus.Completed, 2));

        Assert.Equal(
            """

            completed: 2 epochs in 1 min 15 s, 51,234 images/s
                                 last epoch (2)  best epoch (2)
            test accuracy               94.56 %         95.78 %
            validation accuracy         95.12 %         96.34 %

            layer         units  dead  dead ratio  linear  rare   zeros                slope
            classifier.1      8     1      12.5 %       2     3  50.0 %  0.25 (0.10 to 0.38)
            """, lab.Lines.TrimEnd('\n'));
    }

    [Fact]
    public void Write_earlier_run_says_so()
    {
        using var lab = new Lab();

        Write(lab, FakeTrial.Result(FakeTrial.Experiment, RunStatus.Completed, 2, alreadyDone: true));

        Assert.Contains("completed before: 2 epochs in 1 min 15 s, 51,234 images/s; --fresh would train anew\n", lab.Lines);
    }

    [Fact]
    public void Write_interrupted_run_has_no_test_accuracy()
    {
        using var lab = new Lab();

        Write(lab, FakeTrial.Result(FakeTrial.Experiment, RunStatus.Interrupted, 1));

        Assert.Contains("interrupted after 1 of 2 epochs, in 1 min 15 s", lab.Lines);
        Assert.Contains("validation accuracy", lab.Lines);
        Assert.DoesNotContain("test accuracy", lab.Lines);
    }

    [Fact]
    public void Write_run_without_an_epoch_is_one_line()
    {
        using var lab = new Lab();

        Write(lab, FakeTrial.Result(FakeTrial.Experiment, RunStatus.Diverged, 0));

        Assert.Equal("diverged after 0 of 2 epochs, in 1 min 15 s, 51,234 images/s", lab.Lines.Trim());
    }

    private static void Write(Lab lab, TrialResult result) => TrialSummary.Write(lab.Terminal, result);
}

using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Workers;
using ActivationLab.Experiments.Tests.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

public class WorkerProtocolTests
{
    [Fact]
    public void Row_comes_back_as_it_was_with_every_digit()
    {
        var row = Rows.Run("cell", long.MaxValue, RunStatus.Diverged) with
        {
            ValAccuracy = 1.0 / 3,
            TestLoss = double.PositiveInfinity,
            DeadRatio = double.NaN,
            ZeroFraction = null,
            Message = "two\nlines, \"quotes\" and ünïcode",
        };

        var line = WorkerProtocol.Format(new FinishedReply(3, row));

        Assert.DoesNotContain('\n', line);
        Assert.Equal(new FinishedReply(3, row), WorkerProtocol.Reply(line));
    }

    [Fact]
    public void Request_comes_back_as_it_was()
    {
        var options = new TrialOptions { RunsFolder = "a b", DataFolder = null, Threads = 3, CommandLine = "activationlab sweep", SecondsBetweenReports = 0.25 };
        var run = Assert.IsType<RunRequest>(WorkerProtocol.Request(WorkerProtocol.Format(new RunRequest([new("c.yaml", 7, "cell")], options))));
        var time = Assert.IsType<TimeRequest>(WorkerProtocol.Request(WorkerProtocol.Format(new TimeRequest([new("d.yaml", 8, "other")], options))));

        Assert.Equal([new TrialReference("c.yaml", 7, "cell")], run.Trials);
        Assert.Equal(options, run.Options);
        Assert.Equal([new TrialReference("d.yaml", 8, "other")], time.Trials);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"run\"}")]
    [InlineData("{\"kind\":\"hello\",\"build\":null,\"threads\":1,\"gpus\":0}")]
    [InlineData("{\"kind\":\"progressed\",\"trial\":\"first\",\"done\":0}")]
    [InlineData("{\"kind\":\"progressed\",\"trial\":1e99,\"done\":0}")]
    [InlineData("{\"kind\":\"finished\",\"trial\":0,\"row\":{\"seed\":1}}")]
    [InlineData("{\"kind\":\"progressed\",\"trial\":0,\"done\":0}{")]
    public void Reply_that_is_none_is_null(string line) => Assert.Null(WorkerProtocol.Reply(line));
}

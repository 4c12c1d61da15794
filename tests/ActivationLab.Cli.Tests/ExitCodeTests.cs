using System.Runtime.InteropServices;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests;

public class ExitCodeTests
{
    [Theory]
    [InlineData(RunStatus.Completed, 2, null, 0)]
    [InlineData(RunStatus.Completed, 2, PosixSignal.SIGTERM, 0)]
    [InlineData(RunStatus.Diverged, 1, null, 1)]
    [InlineData(RunStatus.Failed, 0, null, 1)]
    [InlineData(RunStatus.Interrupted, 1, PosixSignal.SIGINT, 75)]
    [InlineData(RunStatus.Interrupted, 1, PosixSignal.SIGTERM, 75)]
    [InlineData(RunStatus.Interrupted, 0, PosixSignal.SIGINT, 130)]
    [InlineData(RunStatus.Interrupted, 0, PosixSignal.SIGTERM, 143)]
    public void Of_run_and_signal(RunStatus status, int lastEpoch, PosixSignal? signal, int code) =>
        Assert.Equal(code, ExitCode.Of(FakeTrial.Run(FakeTrial.Experiment, status, lastEpoch), signal));
}

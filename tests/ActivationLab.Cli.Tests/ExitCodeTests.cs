using System.Runtime.InteropServices;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests;

public class ExitCodeTests
{
    [Theory]
    [InlineData(RunStatus.Completed, false, null, 0)]
    [InlineData(RunStatus.Completed, false, PosixSignal.SIGTERM, 0)]
    [InlineData(RunStatus.Diverged, false, null, 1)]
    [InlineData(RunStatus.Failed, true, null, 1)]
    [InlineData(RunStatus.Interrupted, true, PosixSignal.SIGINT, 75)]
    [InlineData(RunStatus.Interrupted, true, PosixSignal.SIGTERM, 75)]
    [InlineData(RunStatus.Interrupted, false, PosixSignal.SIGINT, 130)]
    [InlineData(RunStatus.Interrupted, false, PosixSignal.SIGTERM, 143)]
    public void Of_result_and_signal(RunStatus status, bool resumable, PosixSignal? signal, int code) =>
        Assert.Equal(code, ExitCode.Of(FakeTrial.Result(FakeTrial.Experiment, status, 0) with { Resumable = resumable }, signal));
}

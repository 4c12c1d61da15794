using System.Runtime.InteropServices;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

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

    [Theory]
    [InlineData(RunStatus.Completed, 0, false, null, 0)]
    [InlineData(RunStatus.Diverged, 0, false, null, 3)]
    [InlineData(RunStatus.Failed, 0, false, null, 3)]
    [InlineData(RunStatus.Completed, 1, false, null, 3)]
    [InlineData(RunStatus.Failed, 1, true, null, 3)] // --fail-fast
    [InlineData(RunStatus.Interrupted, 0, true, PosixSignal.SIGINT, 75)]
    [InlineData(RunStatus.Completed, 1, true, PosixSignal.SIGTERM, 75)]
    [InlineData(RunStatus.Failed, 1, true, PosixSignal.SIGTERM, 75)]
    [InlineData(RunStatus.Completed, 0, false, PosixSignal.SIGINT, 0)] // too late to stop anything
    public void Of_sweep_and_signal(RunStatus status, int missing, bool interrupted, PosixSignal? signal, int code)
    {
        var sweep = FakeSweep.Slopes(slopes: 1, seeds: 1);
        var rows = new[] { FakeSweep.Row(sweep.Trials.First()), FakeSweep.Row(sweep.Trials.Last(), status) };

        Assert.Equal(code, ExitCode.Of(new SweepResult(FakeSweep.Folder, rows, missing, interrupted), signal));
    }
}

using System.Runtime.InteropServices;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli;

/// <summary>What the process ends with. Every exit code is decided here.</summary>
internal static class ExitCode
{
    /// <summary>All that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>A run failed or diverged, data cannot be used, or the program itself failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line or a configuration is wrong; nothing was begun.</summary>
    public const int Usage = 2;

    /// <summary>A sweep was run and not all of its trials completed: some failed, diverged or are missing.</summary>
    public const int InPart = 3;

    /// <summary>A signal ended a run that can be resumed (EX_TEMPFAIL of sysexits.h: try again later).</summary>
    public const int Interrupted = 75;

    /// <summary>The code of a process that a signal ended before anything was saved: 128 and the signal's number.</summary>
    public static int Of(PosixSignal signal) => signal == PosixSignal.SIGTERM ? 143 : 130;

    /// <summary>The code of a trial that ended.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="signal">The signal that was received meanwhile, if any.</param>
    public static int Of(TrialResult result, PosixSignal? signal) => result.Run.Status switch
    {
        RunStatus.Completed => Done,
        RunStatus.Interrupted => result.Resumable ? Interrupted : Of(signal ?? PosixSignal.SIGINT),
        _ => Failed,
    };

    /// <summary>The code of a sweep that was run. One that a signal stopped can always be gone on with: what is missing is run by the same command.</summary>
    /// <param name="result">How it ended.</param>
    /// <param name="signal">The signal that was received meanwhile, if any.</param>
    public static int Of(SweepResult result, PosixSignal? signal)
    {
        if (result.Interrupted && signal is not null)
            return Interrupted;
        return result.Missing == 0 && result.Rows.All(row => row.Status == RunStatus.Completed) ? Done : InPart;
    }
}

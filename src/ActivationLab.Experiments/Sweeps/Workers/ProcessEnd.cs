using System.Globalization;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>Words for how a process ended.</summary>
internal static class ProcessEnd
{
    /// <summary>The signal that cannot be caught; what the system sends to a process when there is no more memory.</summary>
    public const int SigKill = 9;

    // .NET says it as shells do.
    private const int FirstSignal = 128, LastSignal = 64;

    /// <summary>For a process that a signal ended.</summary>
    public static string BySignal(int signal) => string.Create(CultureInfo.InvariantCulture, $"ended by signal {signal}");

    /// <summary>For an exit code as .NET tells it.</summary>
    public static string Of(int exitCode) => exitCode is > FirstSignal and <= FirstSignal + LastSignal
        ? BySignal(exitCode - FirstSignal)
        : string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}");
}

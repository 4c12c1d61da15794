using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>The Python whose libraries the tests compare with.</summary>
internal static class Python
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly ConcurrentDictionary<string, bool> Present = new();

    public static string Program => Environment.GetEnvironmentVariable("ACTIVATIONLAB_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";

    /// <summary>Why tests that need a Python module are skipped; null where Python has it.</summary>
    public static string? WhyMissing(string module) => Present.GetOrAdd(module, name => TryRun($"import {name}", [], out _))
        ? null
        : $"{Program} cannot import {module}: install python3-{module}";

    /// <summary>Runs a script and returns what it prints.</summary>
    public static string Run(string script, params string[] arguments) =>
        TryRun(script, arguments, out var output) ? output : throw new InvalidOperationException($"{Program} failed: {output}");

    /// <summary>Runs a script; false when Python is absent or ends with an error, which is then the output.</summary>
    public static bool TryRun(string script, IReadOnlyList<string> arguments, out string output)
    {
        var start = new ProcessStartInfo(Program, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var printed = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Longest))
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            var ended = process.ExitCode == 0;
            output = ended ? printed.Result : errors.Result;
            return ended;
        }
        catch (Win32Exception exception)
        {
            output = exception.Message;
            return false;
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace ActivationLab.Reports.Tests.Support;

/// <summary>The R whose statistics the tests compare with.</summary>
internal static class R
{
    private const string Program = "Rscript";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly Lazy<bool> IsPresent = new(() => TryRun("cat(1)", [], out _));

    /// <summary>Why tests that need R are skipped; null where there is one.</summary>
    public static string? WhyMissing() => IsPresent.Value ? null : $"there is no {Program} here: install r-base-core";

    /// <summary>Runs a script that reads lines and returns those that it prints.</summary>
    public static string[] Run(string script, IEnumerable<string> input) => TryRun(script, input, out var output)
        ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        : throw new InvalidOperationException($"{Program} failed: {output}");

    // False when R is absent or ends with an error, which is then the output.
    private static bool TryRun(string script, IEnumerable<string> input, out string output)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, script);
            var start = new ProcessStartInfo(Program, ["--vanilla", file])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var printed = process.StandardOutput.ReadToEndAsync();
            Write(input, process.StandardInput);
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
        finally
        {
            File.Delete(file);
        }
    }

    private static void Write(IEnumerable<string> lines, StreamWriter input)
    {
        try
        {
            using (input)
                foreach (var line in lines)
                    input.WriteLine(line);
        }
        catch (IOException)
        {
            // R has ended before it read everything; its own message says why.
        }
    }
}

using System.Globalization;

namespace ActivationLab.Cli;

/// <summary>Keeps what a maintainer needs to find a bug.</summary>
internal static class CrashLog
{
    /// <summary>Writes a file into the folder for temporary files and returns its path; null if it cannot be written.</summary>
    public static string? Write(Exception error, IReadOnlyList<string> args)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"activationlab-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}.log");
        var path = Path.Combine(Path.GetTempPath(), name);
        try
        {
            File.WriteAllText(path, $"{VersionAction.Text}\nactivationlab {CommandLineText.Of(args)}\n\n{error}\n");
            return path;
        }
        catch (Exception writing) when (writing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

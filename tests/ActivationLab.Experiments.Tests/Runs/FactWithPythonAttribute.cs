using System.Diagnostics;

namespace ActivationLab.Experiments.Tests.Runs;

/// <summary>A fact that compares with Python and numpy, and is skipped with that reason where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithPythonAttribute : FactAttribute
{
    // Debian's own: another python3 may come first on the path, without Debian's packages.
    public const string Python = "/usr/bin/python3";

    public FactWithPythonAttribute()
    {
        if (!HasNumpy())
            Skip = $"needs {Python} with numpy (Debian: python3-numpy)";
    }

    private static bool HasNumpy()
    {
        if (!File.Exists(Python))
            return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import numpy"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

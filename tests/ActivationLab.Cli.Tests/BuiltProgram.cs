using System.Diagnostics;

namespace ActivationLab.Cli.Tests;

/// <summary>The built program as a process of its own.</summary>
internal static class BuiltProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string Dotnet => Environment.ProcessPath!;

    /// <summary>
    /// The program as it was built, not the copy beside the tests: measuring coverage rewrites that copy so that every process of it takes
    /// one system-wide lock at its exit, and one that is killed there makes the next one abort.
    /// </summary>
    public static string ProgramFile { get; } = Locate();

    /// <summary>The setting of a program that saves a run after each epoch, however short: what is announced is on the disk.</summary>
    public static KeyValuePair<string, string?> SavedAlways { get; } = KeyValuePair.Create<string, string?>("ACTIVATIONLAB_SAVE_SECONDS", "0");

    public static Process Launch(Lab lab, params string[] args)
    {
        return Process.Start(new ProcessStartInfo(Dotnet, ["exec", ProgramFile, .. args])
        {
            WorkingDirectory = lab.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { SavedAlways },
        })!;
    }

    public static async Task WaitForLineAsync(Process process, string part)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (await process.StandardError.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.Contains(part))
                return;
        }
        Assert.Fail($"the program ended without saying '{part}'");
    }

    public static Task<(int Code, string Output)> EndAsync(Process process) => EndAsync(process, process.StandardError.ReadToEndAsync());

    public static async Task<(int Code, string Output)> EndAsync(Process process, Task<string> errors)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await errors.WaitAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, output);
    }

    // bin/PROJECT/CONFIGURATION is how the build lays out its results.
    private static string Locate()
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(tests.Parent!.Parent!.FullName, "ActivationLab.Cli", tests.Name, "activationlab.dll");
    }
}

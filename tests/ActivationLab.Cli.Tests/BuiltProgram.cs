using System.Diagnostics;

namespace ActivationLab.Cli.Tests;

/// <summary>The built program as a process of its own.</summary>
internal static class BuiltProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string Dotnet => Environment.ProcessPath!;

    public static Process Launch(Lab lab, params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "activationlab.dll");
        return Process.Start(new ProcessStartInfo(Dotnet, ["exec", program, .. args])
        {
            WorkingDirectory = lab.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
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

    public static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public static Task<(int Code, string Output)> EndAsync(Process process) => EndAsync(process, process.StandardError.ReadToEndAsync());

    public static async Task<(int Code, string Output)> EndAsync(Process process, Task<string> errors)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await errors;
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, output);
    }
}

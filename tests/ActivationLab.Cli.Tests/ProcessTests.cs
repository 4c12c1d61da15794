using System.Diagnostics;

namespace ActivationLab.Cli.Tests;

/// <summary>The built program as a process of its own: signals, pipes and exit codes as the shell sees them.</summary>
public class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [MnistFact]
    public async Task Sigterm_after_an_epoch_finishes_whole_files_and_ends_with_75()
    {
        using var lab = new Lab();
        using var process = Start(lab, epochs: 100_000, batch: 5000);
        await WaitForLineAsync(process, "epoch 2/");

        Signal(process, "TERM");

        var (code, output) = await EndAsync(process);
        Assert.Equal(75, code);
        var folder = Path.Combine(lab.Folder, output.TrimEnd('\n'));
        var epochs = File.ReadAllText(Path.Combine(folder, "epochs.csv"));
        Assert.EndsWith("\n", epochs);
        var rows = epochs.TrimEnd('\n').Split('\n');
        Assert.True(rows.Length >= 3, epochs);
        Assert.All(rows, row => Assert.Equal(rows[0].Count(letter => letter == ','), row.Count(letter => letter == ',')));
        Assert.Contains(",interrupted,", File.ReadAllText(Path.Combine(folder, "run.csv")));
        Assert.True(new FileInfo(Path.Combine(folder, "weights.safetensors")).Length > 0);
    }

    [MnistFact]
    public async Task Sigint_before_the_first_epoch_ends_with_130()
    {
        using var lab = new Lab();
        using var process = Start(lab, epochs: 1, batch: 1);
        await WaitForLineAsync(process, "1 epoch of ");

        Signal(process, "INT");

        Assert.Equal(130, (await EndAsync(process)).Code);
    }

    [Fact]
    public async Task Closed_pipe_is_no_error()
    {
        using var lab = new Lab();
        var program = Path.Combine(AppContext.BaseDirectory, "activationlab.dll");
        using var process = Process.Start(new ProcessStartInfo(
            "bash", ["-c", $"set -o pipefail; '{Dotnet}' exec '{program}' config schema | head -c 1 >/dev/null"])
        { RedirectStandardError = true })!;

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Empty(error);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Usage_error_reaches_the_shell_as_2()
    {
        using var lab = new Lab();
        using var process = Launch(lab, "train", "--nonsense");

        Assert.Equal(2, (await EndAsync(process)).Code);
    }

    private static string Dotnet => Environment.ProcessPath!;

    private static Process Start(Lab lab, int epochs, int batch) => Launch(
        lab, "train", "--config", lab.Write("a.yaml", "name: tiny\nmodel: { name: mlp, hidden: [8] }\nprobe: { images: 100 }\n"),
        "--set", $"train.epochs={epochs}", "--set", $"train.batch_size={batch}", "--threads", "1", "--data", Experiments.Data.DataFolder.Resolve());

    private static Process Launch(Lab lab, params string[] args)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "activationlab.dll");
        return Process.Start(new ProcessStartInfo(Dotnet, ["exec", program, .. args])
        {
            WorkingDirectory = lab.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static async Task WaitForLineAsync(Process process, string part)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (await process.StandardError.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.Contains(part))
                return;
        }
        Assert.Fail($"the program ended without saying '{part}'");
    }

    private static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    private static async Task<(int Code, string Output)> EndAsync(Process process)
    {
        using var timeout = new CancellationTokenSource(Patience);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await errors;
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, output);
    }
}

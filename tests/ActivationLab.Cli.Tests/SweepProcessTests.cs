using System.Diagnostics;
using System.Globalization;
using ActivationLab.Experiments.Runs;
using static ActivationLab.Cli.Tests.BuiltProgram;

namespace ActivationLab.Cli.Tests;

/// <summary>Sweeps by the built program and its worker processes: signals and exit codes as the shell sees them.</summary>
public class SweepProcessTests
{
    [Fact]
    public async Task Sigterm_saves_checkpoints_and_the_same_command_does_the_rest()
    {
        using var lab = new Lab();
        using var stopped = Start(lab, epochs: 40);
        await WaitForLineAsync(stopped, "[1/6] ");

        SystemProcess.Signal(stopped.Id, "TERM");

        Assert.Equal((75, "runs/tiny\n"), await EndAsync(stopped));
        var ended = Rows(lab).Where(row => row.Status == RunStatus.Completed).ToArray();
        Assert.InRange(ended.Length, 1, 5);

        using var resumed = Start(lab, epochs: 40);
        Assert.Equal((0, "runs/tiny\n"), await EndAsync(resumed));
        var rows = Rows(lab);
        Assert.Equal((6, 6), (rows.Count, rows.Count(row => row.Status == RunStatus.Completed)));
        // What had ended is the same to the last digit of its time: it was not run again.
        Assert.All(ended, row => Assert.Contains(row, rows));
    }

    [Fact]
    public async Task Second_signal_ends_the_sweep_and_its_workers_at_once()
    {
        using var lab = new Lab();
        using var process = Start(lab, epochs: 100_000);
        await WaitForLineAsync(process, "2 workers");
        var worker = await WorkerOfAsync(process);
        // A worker that saves no checkpoint, so that the sweep waits for it.
        SystemProcess.Signal(worker.Id, "STOP");

        SystemProcess.Signal(process.Id, "TERM");
        await WaitForLineAsync(process, "saving checkpoints");
        Assert.False(process.HasExited);
        SystemProcess.Signal(process.Id, "INT");

        Assert.Equal(130, (await EndAsync(process)).Code);
        Assert.True(worker.WaitForExit(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Trial_that_diverges_stops_no_other_and_the_sweep_ends_with_3()
    {
        using var lab = new Lab();
        using var process = Start(lab, epochs: 1, "--grid", "train.optimizer.lr=0.01,1000", "--seeds", "1", "--quiet");
        var errors = process.StandardError.ReadToEndAsync();

        Assert.Equal((3, "runs/tiny\n"), await EndAsync(process, errors));

        Assert.StartsWith("activationlab: diverged: lr=1000, seed 42: ", Assert.Single((await errors).TrimEnd('\n').Split('\n')));
        Assert.Equal([RunStatus.Completed, RunStatus.Diverged], Rows(lab).Select(row => row.Status).Order());
    }

    private static Process Start(Lab lab, int epochs, params string[] more) => Launch(lab,
    [
        "sweep", "--config", lab.Write("a.yaml", "name: tiny\ndevice: cpu\ndata: { name: clusters }\nmodel: { name: mlp, hidden: [8] }\ntrain: { optimizer: { name: sgd } }\n"),
        "--set", $"train.epochs={epochs}", "--jobs", "2", "--stack", "off", .. more.Contains("--seeds") ? more : ["--seeds", "6", .. more],
    ]);

    private static IReadOnlyList<RunRow> Rows(Lab lab) => CsvTable.Read<RunRow>(Path.Combine(lab.Folder, "runs", "tiny", "results.csv"));

    private static async Task<Process> WorkerOfAsync(Process process)
    {
        using var pgrep = Process.Start(new ProcessStartInfo("pgrep", ["--parent", $"{process.Id}"]) { RedirectStandardOutput = true })!;
        var first = (await pgrep.StandardOutput.ReadToEndAsync()).Split('\n')[0];
        return Process.GetProcessById(int.Parse(first, CultureInfo.InvariantCulture));
    }
}

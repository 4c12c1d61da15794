using System.Diagnostics;
using static ActivationLab.Cli.Tests.BuiltProgram;

namespace ActivationLab.Cli.Tests;

/// <summary>The built program as a process of its own: signals, pipes and exit codes as the shell sees them.</summary>
public class ProcessTests
{
    [MnistFact]
    public async Task Sigterm_after_an_epoch_finishes_whole_files_and_ends_with_75()
    {
        using var lab = new Lab();
        using var process = Start(lab, epochs: 100_000, batch: 5000);
        await WaitForLineAsync(process, "epoch 2/");

        SystemProcess.Signal(process.Id, "TERM");

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
    public async Task Sigint_inside_the_first_epoch_ends_with_75_if_it_left_a_checkpoint_and_with_130_before()
    {
        using var lab = new Lab();
        using var process = Start(lab, epochs: 1, batch: 1);
        await WaitForLineAsync(process, "1 epoch of ");

        SystemProcess.Signal(process.Id, "INT");

        // Whether the first step was done by then is a matter of luck.
        var (code, output) = await EndAsync(process);
        Assert.Equal(File.Exists(Path.Combine(lab.Folder, output.TrimEnd('\n'), "checkpoint.json")) ? 75 : 130, code);
    }

    [MnistFact]
    public async Task Killed_again_and_again_the_run_ends_with_the_files_of_one_that_never_was()
    {
        using var lab = new Lab();
        string[] setting = ["--set", "data.validation=49000", "--set", "model.dropout=0.2"];
        using var whole = Start(lab, epochs: 30, batch: 100, [.. setting, "--runs", "whole"]);
        var (code, folder) = await EndAsync(whole);
        Assert.Equal(0, code);

        // Each dies after another epoch of its own, at any moment of what comes then.
        var random = new Random(42);
        for (var kill = 0; kill < 6; kill++)
        {
            using var process = Start(lab, epochs: 30, batch: 100, [.. setting, "--runs", "killed"]);
            await WaitForLineAsync(process, "epoch ");
            for (var more = random.Next(4); more > 0; more--)
                await WaitForLineAsync(process, "epoch ");
            Thread.Sleep(random.Next(30));
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        using var last = Start(lab, epochs: 30, batch: 100, [.. setting, "--runs", "killed"]);
        var (_, resumed) = await EndAsync(last);

        AssertSame(Path.Combine(lab.Folder, folder.TrimEnd('\n')), Path.Combine(lab.Folder, resumed.TrimEnd('\n')));
    }

    [MnistFact]
    public async Task Resume_with_the_run_folder_alone_goes_on_with_it()
    {
        using var lab = new Lab();
        using var process = Start(lab, epochs: 40, batch: 5000);
        await WaitForLineAsync(process, "epoch 2/");
        SystemProcess.Signal(process.Id, "TERM");
        var (code, folder) = await EndAsync(process);
        Assert.Equal(75, code);

        using var resumed = Launch(
            lab, "train", "--resume", folder.TrimEnd('\n'), "--threads", "1", "--data", Experiments.Data.DataFolder.Resolve());
        await WaitForLineAsync(resumed, "resuming at epoch ");

        Assert.Equal((0, folder), await EndAsync(resumed));
    }

    [MnistFact]
    public async Task Size_limit_that_a_checkpoint_exceeds_fails_in_one_line_and_keeps_what_was_there()
    {
        using var lab = new Lab();
        var config = lab.Write("a.yaml", "name: tiny\nmodel: { name: mlp, hidden: [64] }\nprobe: { images: 100 }\ntrain: { epochs: 2, batch_size: 1000 }\n");
        // Tables and log stay below 200 kB; weights with the memory of Adam do not. Ignored, the signal becomes an error of the write.
        using var process = Process.Start(new ProcessStartInfo("bash",
            ["-c", $"trap '' XFSZ; ulimit -f 200; exec '{Dotnet}' exec '{BuiltProgram.ProgramFile}' train -c '{config}' --threads 1 --data '{Experiments.Data.DataFolder.Resolve()}'"])
        {
            WorkingDirectory = lab.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { SavedAlways, KeyValuePair.Create<string, string?>("DOTNET_EnableWriteXorExecute", "0") }, // its memory is a file, and larger
        })!;

        var errors = process.StandardError.ReadToEndAsync();
        Assert.Equal(1, (await EndAsync(process, errors)).Code);

        var line = (await errors).TrimEnd('\n').Split('\n')[^1];
        Assert.Matches("^activationlab: .*checkpoint.new.safetensors: cannot be written: the file would exceed the size limit", line);
        var run = Assert.Single(Directory.GetFiles(lab.Folder, "run.csv", SearchOption.AllDirectories));
        Assert.Contains(",failed,", File.ReadAllText(run));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(Path.GetDirectoryName(run)!, "epochs.csv")).Length);
    }

    [Fact]
    public async Task Closed_pipe_is_no_error()
    {
        using var lab = new Lab();
        using var process = Process.Start(new ProcessStartInfo(
            "bash", ["-c", $"set -o pipefail; '{Dotnet}' exec '{BuiltProgram.ProgramFile}' config schema | head -c 1 >/dev/null"])
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

    private static Process Start(Lab lab, int epochs, int batch, params string[] more) => Launch(
        lab, ["train", "--config", lab.Write("a.yaml", "name: tiny\nmodel: { name: mlp, hidden: [8] }\nprobe: { images: 100 }\n"),
        "--set", $"train.epochs={epochs}", "--set", $"train.batch_size={batch}", "--threads", "1", "--data", Experiments.Data.DataFolder.Resolve(), .. more]);

    private static void AssertSame(string expected, string actual)
    {
        string[] Names(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order()];
        Assert.Equal(Names(expected), Names(actual));
        foreach (var name in Names(expected).Where(name => name is not ("environment.json" or "log.jsonl")))
        {
            var (one, other) = (Path.Combine(expected, name), Path.Combine(actual, name));
            if (name.EndsWith(".csv", StringComparison.Ordinal))
                Assert.Equal(ResultTable.WithoutTimes(one), ResultTable.WithoutTimes(other));
            else
                Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(other));
        }
    }
}

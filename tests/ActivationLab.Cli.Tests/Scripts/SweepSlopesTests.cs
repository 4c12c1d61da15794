using System.Diagnostics;
using System.Runtime.CompilerServices;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests.Scripts;

/// <summary><c>scripts/sweep-slopes.sh</c>, the sweep as a plain loop.</summary>
public class SweepSlopesTests
{
    private const string Tiny = "device: cpu\ndata: { name: clusters }\nmodel: { name: mlp, hidden: [8], activation: leaky_relu }\ntrain: { epochs: 1, batch_size: 500 }\n";

    [Fact]
    public async Task Loop_and_sweep_file_leave_the_same_results()
    {
        using var lab = new Lab();
        var config = lab.Write("tiny.yaml", Tiny);
        var sweep = lab.Write("sweep.yaml", "name: slopes\nbase: tiny.yaml\nseeds: 2\nparameters: { model.activation.negative_slope: [0, 0.1] }\n");
        using var swept = BuiltProgram.Launch(lab, "sweep", "--config", sweep, "--runs", "swept", "--jobs", $"{Environment.ProcessorCount}", "--stack", "off", "--quiet");
        Assert.Equal(0, (await BuiltProgram.EndAsync(swept)).Code);
        // Sums are rounded otherwise by another number of threads.
        var threads = Assert.Single(CsvTable.Read<RunRow>(Results(lab, "swept")).Select(row => row.Threads).Distinct());
        using var loop = RunScript(
            lab, $"{BuiltProgram.Dotnet} exec {BuiltProgram.ProgramFile}",
            "--config", config, "--slopes", "0 0.1", "--seeds", "42 43", "--name", "slopes", "--runs", "loop", "--threads", $"{threads}", "--quiet");
        Assert.Equal(0, (await BuiltProgram.EndAsync(loop)).Code);

        var rows = Rows(lab, "loop");
        Assert.Equal(rows, Rows(lab, "swept"));
        Assert.Equal([(0.0, 42L), (0, 43), (0.1, 42), (0.1, 43)], rows.Select(row => (row.NegativeSlope!.Value, row.Seed)).Order());

        // Either does only what the other left: here nothing, so that the times of the rows stay.
        var results = File.ReadAllText(Results(lab, "loop"));
        using var again = BuiltProgram.Launch(lab, "sweep", "--config", sweep, "--runs", "loop", "--jobs", "1", "--stack", "off", "--quiet");
        Assert.Equal(0, (await BuiltProgram.EndAsync(again)).Code);
        Assert.Equal(results, File.ReadAllText(Results(lab, "loop")));
    }

    [Theory]
    [InlineData(1, 3, "42/0 42/1 43/0 43/1")]
    [InlineData(134, 3, "42/0 42/1 43/0 43/1")]
    [InlineData(2, 2, "42/0 42/1")]
    [InlineData(75, 75, "42/0 42/1")]
    [InlineData(130, 130, "42/0 42/1")]
    public async Task Trial_that_ends_badly_stops_the_loop_only_for_a_mistake_or_an_interruption(int status, int expected, string trials)
    {
        using var lab = new Lab();
        var fake = lab.Write("fake.sh", $$"""
            for word; do case $word in seed=*) seed=${word#*=} ;; *negative_slope=*) slope=${word#*=} ;; esac; done
            echo "$seed/$slope"
            [[ $slope != 1 ]] || exit {{status}}
            """);
        using var process = RunScript(lab, $"bash {fake}", "--slopes", "0,1", "--seeds", "42 43");

        var (code, output) = await BuiltProgram.EndAsync(process);

        Assert.Equal(expected, code);
        Assert.Equal(trials.Split(' '), output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("--slopes needs a value", "--slopes")]
    [InlineData("--slopes: the list is empty", "--slopes", "")]
    [InlineData("--slopes: abc is no number", "--slopes", "0 abc 0.1")]
    [InlineData("--seeds: x is no whole number from 0", "--seeds", "42,x")]
    [InlineData("--seed: give --seeds, a list", "--seed", "7")]
    public async Task Mistake_is_told_before_anything_is_trained(string expected, params string[] args)
    {
        using var lab = new Lab();
        // A program that would be heard of.
        using var process = RunScript(lab, "echo", args);
        var errors = process.StandardError.ReadToEndAsync();
        Assert.Equal((2, ""), await BuiltProgram.EndAsync(process, errors));
        Assert.Equal(expected + "\n", await errors);
    }

    [Fact]
    public async Task Options_of_train_cannot_undo_what_the_loop_is_about()
    {
        using var lab = new Lab();
        using var process = RunScript(lab, "echo", "--slopes", "0.1", "--seeds", "7", "--name", "mine", "--set", "model.activation=relu", "--set", "name=foo");
        var (_, output) = await BuiltProgram.EndAsync(process, process.StandardError.ReadToEndAsync());
        // The last of several settings of a key counts.
        Assert.EndsWith("--set model.activation=relu --set name=foo --set name=mine --set model.activation.negative_slope=0.1 --set seed=7\n", output);
    }

    [Fact]
    public async Task Help_is_the_heading_of_the_script()
    {
        using var lab = new Lab();
        using var process = RunScript(lab, "true", "--help");
        var (code, output) = await BuiltProgram.EndAsync(process);
        Assert.Equal(0, code);
        Assert.StartsWith("Trains an experiment with several negative slopes", output);
        Assert.EndsWith("what\nwas asked for.\n", output);
    }

    private static Process RunScript(Lab lab, string program, params string[] args) => Process.Start(new ProcessStartInfo("bash", [Script(), .. args])
    {
        WorkingDirectory = lab.Folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["ACTIVATIONLAB"] = program },
    })!;

    private static string Results(Lab lab, string runs) => Path.Combine(lab.Folder, runs, "slopes", "results.csv");

    // Without what belongs to the moment.
    private static IReadOnlyList<RunRow> Rows(Lab lab, string runs) =>
        [.. CsvTable.Read<RunRow>(Results(lab, runs)).Select(row => row with { Seconds = 0, ImagesPerSecond = null })];

    private static string Script([CallerFilePath] string source = "")
    {
        var folder = Path.GetDirectoryName(source)!;
        while (!File.Exists(Path.Combine(folder, "ActivationLab.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "scripts", "sweep-slopes.sh");
    }
}

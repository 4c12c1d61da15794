using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActivationLab.Cli.Tests.Slurm;

/// <summary>A folder with a small sweep that needs no data, and the program that submits it to <see cref="SlurmMachine"/>.</summary>
internal sealed partial class ClusterLab : IDisposable
{
    private const string Runs = "results of 'mine' 100% \"%j\" $HOME #1";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(10);

    private readonly Lab _lab = new();

    /// <summary>The cluster.</summary>
    public SlurmMachine Machine => SlurmMachine.Instance;

    /// <summary>The folder of the sweep's results. Nothing in its name may mean anything to bash or to Slurm.</summary>
    public string Folder => Path.Combine(_lab.Folder, Runs, "study");

    /// <summary>The folders of the trials, in the order of cells and seeds.</summary>
    public string[] Trials => [.. Directory.GetDirectories(Folder, "seed-*", SearchOption.AllDirectories).Order()];

    [GeneratedRegex("^process ([0-9]+) on ")]
    private static partial Regex HolderOfLock { get; }

    /// <summary>Writes the sweep: one cell a slope, with the given seeds.</summary>
    public void WriteSweep(int epochs, double[] slopes, int seeds, string slurm = "{}")
    {
        _lab.Write("base.yaml", $$"""
            device: cpu
            data: { name: clusters }
            model: { name: mlp, hidden: [16] }
            probe: { images: 100 }
            train: { epochs: {{epochs}}, batch_size: 500 }
            """);
        _lab.Write("study.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            base: base.yaml
            seeds: {{seeds}}
            parameters: { model.activation.negative_slope: [{{string.Join(", ", slopes.Select(slope => slope.ToString(CultureInfo.InvariantCulture)))}}] }
            slurm: {{slurm}}
            """));
    }

    /// <summary>Submits the sweep and returns the ids of its job arrays. Without stacks: which there are is timed, and they round otherwise.</summary>
    public string[] Submit(params string[] more)
    {
        var (code, output, errors) = Run(["sweep", "-c", "study.yaml", "--runs", Runs, "--launcher", "slurm", "--stack", "off", .. more]);
        Assert.True(code == 0, errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs the program, with one core, to its end.</summary>
    public (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(BuiltProgram.Dotnet, ["exec", BuiltProgram.ProgramFile, .. arguments])
        {
            WorkingDirectory = _lab.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                BuiltProgram.SavedAlways, // what is frozen has a checkpoint, however fast it got there
                KeyValuePair.Create<string, string?>("SLURM_CONF", Machine.Configuration),
                KeyValuePair.Create<string, string?>("DOTNET_PROCESSOR_COUNT", "1"),
            },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    /// <summary>What <c>sweep status</c> says of the sweep.</summary>
    public string Status() => Run("sweep", "status", Folder).Output;

    /// <summary>The ids of the job arrays of a submission.</summary>
    public string[] Jobs(int submission) =>
        [.. File.ReadLines(Path.Combine(Folder, "sweep", "slurm", $"{submission}", "jobs.csv")).Skip(1).Select(line => line.Split(',')[0])];

    /// <summary>The rows of <c>results.csv</c>, without its header.</summary>
    public string[] Results() => [.. File.ReadLines(Path.Combine(Folder, "results.csv")).Skip(1)];

    /// <summary>The epoch that a trial went on at when it was last resumed.</summary>
    public static int ResumedAt(string trial)
    {
        using var environment = JsonDocument.Parse(File.ReadAllText(Path.Combine(trial, "environment.json")));
        return environment.RootElement.GetProperty("resumptions").EnumerateArray().Last().GetProperty("epoch").GetInt32();
    }

    /// <summary>Runs the same sweep here, without a cluster and without a stop, and compares the rows and weights of all trials.</summary>
    public void AssertLikeUninterrupted()
    {
        var (code, _, errors) = Run("sweep", "-c", "study.yaml", "--runs", "whole", "--stack", "off");
        Assert.True(code == 0, errors);
        foreach (var trial in Trials)
        {
            var twin = Path.Combine(_lab.Folder, "whole", "study", Path.GetRelativePath(Folder, trial));
            foreach (var table in new[] { "run.csv", "epochs.csv", "layers.csv" })
                Assert.Equal(ResultTable.WithoutTimes(Path.Combine(twin, table)), ResultTable.WithoutTimes(Path.Combine(trial, table)));
            foreach (var weights in new[] { "weights.safetensors", "weights.best.safetensors" })
                Assert.Equal(File.ReadAllBytes(Path.Combine(twin, weights)), File.ReadAllBytes(Path.Combine(trial, weights)));
        }
        Assert.Equal(
            ResultTable.WithoutTimes(Path.Combine(_lab.Folder, "whole", "study", "results.csv")).Order(), ResultTable.WithoutTimes(Path.Combine(Folder, "results.csv")).Order());
    }

    /// <summary>The log of a task of a submission.</summary>
    public string Log(int submission, string job, int index) => Path.Combine(Folder, "sweep", "slurm", $"{submission}", "logs", $"{job}_{index}.log") is var path
        && File.Exists(path) ? File.ReadAllText(path) : "";

    /// <summary>Fails with the whole log of a task if a text is not in it.</summary>
    public void AssertLogged(string text, int submission, string job, int index)
    {
        var log = Log(submission, job, index);
        Assert.True(log.Contains(text, StringComparison.Ordinal), $"no '{text}' in the log of task {job}_{index}:\n{log}");
    }

    /// <summary>Waits until none of the jobs waits or runs any more.</summary>
    public void AwaitEnd(params string[] jobs) => Await(
        () => string.IsNullOrWhiteSpace(Machine.Run("squeue", "--noheader", $"--jobs={string.Join(',', jobs)},{jobs[0]}")), "the jobs did not end");

    /// <summary>Waits until trials are in the middle of their training, and stops the time of each one's worker. Returns those processes.</summary>
    /// <param name="slopes">The negative slopes of the trials.</param>
    public int[] Freeze(params string[] slopes)
    {
        var workers = new int[slopes.Length];
        Await(() =>
        {
            foreach (var (index, slope) in slopes.Index().Where(slope => workers[slope.Index] == 0))
            {
                if (TrialOf(slope) is { } trial && RowsOf(trial) >= 2 && WorkerOf(trial) is { } worker)
                {
                    SystemProcess.Signal(worker, "STOP");
                    workers[index] = worker;
                }
            }
            return workers.All(worker => worker != 0);
        }, "the trials did not begin");
        return workers;
    }

    /// <summary>The folder of the trial with a negative slope; null as long as there is none.</summary>
    public string? TrialOf(string slope) => Directory.Exists(Folder) ? Trials.FirstOrDefault(trial => trial.Contains($"-leaky_relu-{slope}-")) : null;

    /// <summary>Rows of a trial's table of epochs.</summary>
    public static int RowsOf(string trial) =>
        Path.Combine(trial, "epochs.csv") is var table && File.Exists(table) ? File.ReadAllText(table).Count(letter => letter == '\n') - 1 : 0;

    /// <summary>Waits for something that must come; else fails with the queue and all logs.</summary>
    public void Await(Func<bool> condition, string complaint)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            if (waited.Elapsed > s_patience)
                Assert.Fail($"{complaint}\n{Machine.Run("squeue")}{string.Concat(Directory.GetFiles(Folder, "*.log", SearchOption.AllDirectories).Select(File.ReadAllText))}");
            Thread.Sleep(s_glance);
        }
    }

    public void Dispose() => _lab.Dispose();

    private static int? WorkerOf(string trial)
    {
        var holder = Path.Combine(Path.GetDirectoryName(trial)!, $".{Path.GetFileName(trial)}.lock.holder");
        try
        {
            return File.Exists(holder) && int.TryParse(HolderOfLock.Match(File.ReadAllText(holder)).Groups[1].Value, out var worker) ? worker : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using static ActivationLab.Cli.Tests.SystemProcess;

namespace ActivationLab.Cli.Tests;

/// <summary>Sweeps whose workers and whose coordinator are stopped and killed: none of that may show in the results.</summary>
public sealed class SweepKillTests(SweepKillTests.Reference reference) : IClassFixture<SweepKillTests.Reference>, IDisposable
{
    private const int Trials = 4;
    private const int Epochs = 60;
    private const string Alone = "off", InPairs = "2";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Lab _lab = new();
    private readonly List<int> _groups = [];

    public void Dispose()
    {
        // A test that failed may have left them standing still.
        _groups.ForEach(group => Signal(-group, "KILL"));
        _lab.Dispose();
    }

    [Fact]
    public async Task Worker_killed_inside_its_trial_changes_no_result()
    {
        using var sweep = Begin();
        var run = await FreezeInsideAsync(sweep);

        Signal(HolderOf(run), "KILL");

        Signal(-sweep.Id, "CONT");
        var (code, errors) = await EndAsync(sweep);
        Assert.Equal(0, code);
        Assert.Contains("ended by signal 9", errors);
        reference.AssertSame(_lab);
    }

    [Fact]
    public async Task Worker_killed_twice_in_a_trial_fails_that_one_and_running_again_goes_on_with_it()
    {
        using var sweep = Begin();
        var run = await FreezeInsideAsync(sweep);
        var first = HolderOf(run);
        Signal(first, "KILL");
        Signal(-sweep.Id, "CONT");
        // Another goes on with the same trial, from its checkpoint.
        await FreezeAsync(sweep, () => HolderOf(run) is not 0 and var next && next != first);
        Signal(HolderOf(run), "KILL");
        Signal(-sweep.Id, "CONT");
        var (code, errors) = await EndAsync(sweep);

        const string why = "the worker process ended by signal 9 twice; out of memory?";
        Assert.Equal(3, code);
        Assert.Contains(why, errors);
        var rows = File.ReadAllLines(Results);
        Assert.Equal(Trials + 1, rows.Length);
        Assert.Single(rows, row => row.Contains($",failed,{why},"));
        Assert.Equal([run], Checkpoints().Select(path => Path.GetDirectoryName(path)));

        using var again = Begin();
        Assert.Equal(0, (await EndAsync(again)).Code);
        reference.AssertSame(_lab);
    }

    [Theory]
    [InlineData(Alone, 1)]
    [InlineData(InPairs, 0)]
    public async Task Coordinator_killed_its_workers_save_and_end_and_running_again_repeats_nothing(string stack, int completed)
    {
        using var sweep = Begin(stack);
        await FreezeInsideAsync(sweep, completed);
        var workers = Workers(sweep);
        Assert.NotEmpty(workers);

        Signal(sweep.Id, "KILL");
        Signal(-sweep.Id, "CONT");
        await sweep.WaitForExitAsync();

        await UntilAsync(null, () => !workers.Exists(IsAlive));
        var done = Completed().ToDictionary(path => path, File.GetLastWriteTimeUtc);
        Assert.InRange(done.Count, completed, Trials - 1);
        // Told by the end of their input, they stopped; what had been trained is in a checkpoint.
        var stopped = Checkpoints().ConvertAll(path => Path.Combine(Path.GetDirectoryName(path)!, "run.csv"));
        Assert.NotEmpty(stopped);
        Assert.All(stopped, path => Assert.Contains(",interrupted,", File.ReadAllText(path)));

        using var again = Begin(stack);
        Assert.Equal(0, (await EndAsync(again)).Code);

        reference.AssertSame(_lab, stack);
        Assert.All(done, run => Assert.Equal(run.Value, File.GetLastWriteTimeUtc(run.Key)));
        Assert.All(stopped, path => Assert.Single(Resumptions(path)));
        Assert.All(done.Keys, path => Assert.Empty(Resumptions(path)));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_to_all_processes_at_once_has_the_trials_saved_and_ends_with_75(string signal)
    {
        using var sweep = Begin();
        await FreezeInsideAsync(sweep);

        // As a terminal does it, or a cluster.
        Signal(-sweep.Id, signal);

        Signal(-sweep.Id, "CONT");
        Assert.Equal(75, (await EndAsync(sweep)).Code);
        Assert.NotEmpty(Checkpoints());
        using var again = Begin();
        Assert.Equal(0, (await EndAsync(again)).Code);
        reference.AssertSame(_lab);
    }

    private string Results => Path.Combine(_lab.Folder, "runs", "tiny", "results.csv");

    private Process Begin(string stack = Alone)
    {
        var sweep = Start(_lab, stack);
        _groups.Add(sweep.Id);
        return sweep;
    }

    // In a session of its own, so that its process group is it and its workers.
    private static Process Start(Lab lab, string stack)
    {
        var config = lab.Write("tiny.yaml", $$"""
            device: cpu
            data: { name: clusters }
            model: { name: mlp, hidden: [32] }
            probe: { images: 100 }
            train: { epochs: {{Epochs}}, batch_size: 200 }
            """);
        string[] sweep = ["sweep", "--config", config, "--grid", "model.activation.negative_slope=0,0.1", "--seeds", "2", "--jobs", "2", "--stack", stack];
        return Process.Start(new ProcessStartInfo("setsid", [BuiltProgram.Dotnet, "exec", BuiltProgram.ProgramFile, .. sweep])
        {
            WorkingDirectory = lab.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { BuiltProgram.SavedAlways },
        })!;
    }

    private static async Task<(int Code, string Errors)> EndAsync(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        return ((await BuiltProgram.EndAsync(process, errors)).Code, await errors);
    }

    // Holds all processes still where a trial that is at work has a checkpoint, and so many have completed. Returns that trial's folder.
    // Most of its epochs are to come: it shall not end before it hears what happened to the others.
    private async Task<string> FreezeInsideAsync(Process sweep, int completed = 0)
    {
        var run = "";
        await FreezeAsync(sweep, () =>
        {
            run = Checkpoints().Select(path => Path.GetDirectoryName(path)!).FirstOrDefault(folder =>
                Workers(sweep).Contains(HolderOf(folder)) && ReadQuietly(Path.Combine(folder, "epochs.csv")).Count(letter => letter == '\n') <= Epochs / 3);
            return run is not null && Completed().Count >= completed;
        });
        return run!;
    }

    // Looks again when nothing moves any more: what is seen of running processes may be past.
    private static Task FreezeAsync(Process sweep, Func<bool> reached) => UntilAsync(sweep, () =>
    {
        if (!reached())
            return false;
        Signal(-sweep.Id, "STOP");
        if (reached())
            return true;
        Signal(-sweep.Id, "CONT");
        return false;
    });

    private static async Task UntilAsync(Process? process, Func<bool> reached)
    {
        var waiting = Stopwatch.StartNew();
        while (!reached())
        {
            Assert.True(waiting.Elapsed < s_patience);
            if (process?.HasExited == true)
                Assert.Fail("ended too early: " + (await EndAsync(process)).Errors);
            await Task.Delay(20);
        }
    }

    private static List<int> Workers(Process sweep) => [.. Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && ParentOf(id) == sweep.Id)];

    // The process that writes a run; 0 for none.
    private static int HolderOf(string run)
    {
        var file = Path.Combine(Path.GetDirectoryName(run)!, $".{Path.GetFileName(run)}.lock.holder");
        return ReadQuietly(file).Split(' ') is ["process", var id, ..] ? int.Parse(id, CultureInfo.InvariantCulture) : 0;
    }

    private List<string> Checkpoints() => [.. Directory.GetFiles(_lab.Folder, "checkpoint.json", SearchOption.AllDirectories)];

    private static string ReadQuietly(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // not there, or not any more
        }
    }

    private List<string> Completed() => [.. Directory.GetFiles(_lab.Folder, "run.csv", SearchOption.AllDirectories)
        .Where(path => ReadQuietly(path).Contains(",completed,"))];

    private static string[] Resumptions(string runFile) =>
        [.. File.ReadLines(Path.Combine(Path.GetDirectoryName(runFile)!, "environment.json")).Where(line => line.Contains("\"resumed\":"))];

    /// <summary>The files of sweeps that nobody disturbed, with and without stacks.</summary>
    public sealed class Reference : IAsyncLifetime
    {
        private readonly Dictionary<string, Lab> _labs = new() { [Alone] = new Lab(), [InPairs] = new Lab() };

        async Task IAsyncLifetime.InitializeAsync()
        {
            foreach (var (stack, lab) in _labs)
            {
                using var sweep = Start(lab, stack);
                var (code, errors) = await EndAsync(sweep);
                Assert.True(code == 0, errors);
            }
        }

        Task IAsyncLifetime.DisposeAsync()
        {
            foreach (var lab in _labs.Values)
                lab.Dispose();
            return Task.CompletedTask;
        }

        /// <summary>Fails unless another sweep left the same: tables without their times, weights byte for byte.</summary>
        internal void AssertSame(Lab other, string stack = Alone)
        {
            var (expected, actual) = (Files(_labs[stack]), Files(other));
            Assert.Equal(expected.Keys, actual.Keys);
            Assert.Equal(Trials + 1, expected.Keys.Count(name => name.EndsWith("epochs.csv", StringComparison.Ordinal) || name == "results.csv"));
            foreach (var name in expected.Keys)
                Assert.True(expected[name] == actual[name], $"{name}:\n{expected[name]}\n{actual[name]}");
        }

        private static SortedDictionary<string, string> Files(Lab lab)
        {
            var root = Path.Combine(lab.Folder, "runs", "tiny");
            string[] patterns = ["results.csv", "epochs.csv", "layers.csv", "*.safetensors", "checkpoint.json"];
            // One that was stopped before its first step is begun anew; what it left lies beside it.
            return new(patterns.SelectMany(pattern => Directory.GetFiles(root, pattern, SearchOption.AllDirectories))
                .Where(path => !path.Contains(".old-"))
                .ToDictionary(path => Path.GetRelativePath(root, path), path => path.EndsWith(".csv", StringComparison.Ordinal)
                    ? string.Join('\n', ResultTable.WithoutTimes(path))
                    : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))));
        }
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private static readonly Experiment Leaky = new() { Name = "study", Seed = 42 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Runs => _folder["runs"];

    [Fact]
    public void ReadLastLayers_gives_the_rows_of_the_last_measured_epoch()
    {
        var run = RunFolder.For(Runs, Leaky);
        Assert.Empty(run.ReadLastLayers());
        using (var writer = run.Open(fresh: false)!)
        {
            writer.Add([Rows.Layer(0, 1)]);
            writer.Add(Rows.Epoch(1), [Rows.Layer(1, 1), Rows.Layer(1, 2)]);
            writer.Add(Rows.Epoch(2), []);
            writer.SaveTables();
        }

        Assert.Equal([(1, 1), (1, 2)], run.ReadLastLayers().Select(row => (row.Epoch, row.Layer)));
    }

    [Fact]
    public void For_is_experiment_cell_and_seed_and_touches_no_disk()
    {
        var run = RunFolder.For(Runs, Leaky);
        Assert.Equal(Path.Combine(Runs, "study", CellName.Of(Leaky), "seed-42"), run.FullName);
        Assert.False(Directory.Exists(Runs));
    }

    [Fact]
    public void Open_makes_an_empty_folder_with_a_log()
    {
        using var writer = RunFolder.For(Runs, Leaky).Open(fresh: false);
        Assert.Equal(["log.jsonl"], NamesIn(writer!.Folder.FullName));
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Diverged)]
    public void Open_run_that_has_ended_is_nothing_to_do(RunStatus status)
    {
        Complete(RunFolder.For(Runs, Leaky), status);
        var before = Snapshot();
        Assert.Null(RunFolder.For(Runs, Leaky).Open(fresh: false));
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void Open_completed_run_adds_its_row_if_the_tables_lack_it()
    {
        var run = RunFolder.For(Runs, Leaky);
        Complete(run);
        File.Delete(run.Results.ResultsFile);
        File.Delete(run.Results.SummaryFile);
        Assert.Null(run.Open(fresh: false));
        Assert.Equal([run.ReadRun()!], CsvTable.Read<RunRow>(run.Results.ResultsFile));
        Assert.Single(CsvTable.Read<SummaryRow>(run.Results.SummaryFile));
    }

    [Fact]
    public void Open_fresh_moves_a_completed_run_aside()
    {
        var run = RunFolder.For(Runs, Leaky);
        Complete(run);
        var row = File.ReadAllText(run.RunFile);
        using var writer = run.Open(fresh: true);
        Assert.NotNull(writer);
        Assert.Equal(row, File.ReadAllText(Path.Combine(run.FullName + ".old-1", "run.csv")));
        Assert.False(File.Exists(run.RunFile));
    }

    [Theory]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Interrupted)]
    public void Open_moves_a_run_that_did_not_end_and_has_no_checkpoint_aside_counting_up(RunStatus status)
    {
        var run = RunFolder.For(Runs, Leaky);
        for (var time = 0; time < 3; time++)
        {
            using var writer = run.Open(fresh: false)!;
            writer.WriteConfig($"time: {time}\n");
            writer.WriteRun(Rows.Run(Leaky, status));
        }
        Assert.Equal(["seed-42", "seed-42.old-1", "seed-42.old-2"], NamesIn(Path.GetDirectoryName(run.FullName)!));
        Assert.Equal("time: 0\n", File.ReadAllText(Path.Combine(run.FullName + ".old-1", "config.yaml")));
        Assert.Equal("time: 1\n", File.ReadAllText(Path.Combine(run.FullName + ".old-2", "config.yaml")));
        Assert.Single(CsvTable.Read<RunRow>(run.Results.ResultsFile));
    }

    [Fact]
    public void Open_run_with_a_damaged_row_counts_as_unfinished_and_is_kept()
    {
        var run = RunFolder.For(Runs, Leaky);
        Complete(run);
        File.WriteAllText(run.RunFile, File.ReadAllText(run.RunFile)[..^20]);
        Assert.Null(run.ReadRun());
        using var writer = run.Open(fresh: false);
        Assert.NotNull(writer);
        Assert.True(File.Exists(Path.Combine(run.FullName + ".old-1", "run.csv")));
    }

    [Fact]
    public void Open_uses_an_empty_folder_as_it_is()
    {
        var run = RunFolder.For(Runs, Leaky);
        Directory.CreateDirectory(run.FullName);
        using var writer = run.Open(fresh: false);
        Assert.False(Directory.Exists(run.FullName + ".old-1"));
    }

    [Fact]
    public void Open_twice_says_who_holds_the_run()
    {
        using var first = RunFolder.For(Runs, Leaky).Open(fresh: false);
        foreach (var fresh in new[] { false, true })
        {
            var error = Assert.Throws<RunInUseException>(() => RunFolder.For(Runs, Leaky).Open(fresh));
            Assert.StartsWith($"{first!.Folder.FullName}: process {Environment.ProcessId} on {Environment.MachineName} since ", error.Message);
            Assert.Contains("is writing this run", error.Message);
            Assert.Equal(1, error.ExitCode);
        }
        using var otherSeed = RunFolder.For(Runs, Leaky with { Seed = 43 }).Open(fresh: false);
        Assert.NotNull(otherSeed);
    }

    [FactWithPath("/usr/bin/flock")]
    public void Open_takes_over_the_lock_of_a_killed_process()
    {
        var run = RunFolder.For(Runs, Leaky);
        var lockFile = Path.Combine(Path.GetDirectoryName(run.FullName)!, ".seed-42.lock");
        Directory.CreateDirectory(run.FullName);
        using (var other = ChildProcess.HoldLock(lockFile))
        {
            File.WriteAllText(lockFile + ".holder", $"process {other.Id} on elsewhere\n");
            Assert.Contains($"process {other.Id} on elsewhere is writing", Assert.Throws<RunInUseException>(() => run.Open(fresh: false)).Message);
            other.Kill();
            other.WaitForExit();
        }
        using (var writer = run.Open(fresh: false))
            Assert.NotNull(writer);
        Assert.Equal(["seed-42"], NamesIn(Path.GetDirectoryName(run.FullName)!));
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("runs/study")]
    public void Open_with_a_file_in_the_way_names_it(string name)
    {
        var blocking = _folder[name.Split('/')];
        Directory.CreateDirectory(Path.GetDirectoryName(blocking)!);
        File.WriteAllText(blocking, "mine");
        var error = Assert.Throws<UserException>(() => RunFolder.For(Runs, Leaky).Open(fresh: true));
        Assert.Contains($"{blocking} is a file where a folder is needed", error.Message);
        Assert.Equal("mine", File.ReadAllText(blocking));
    }

    [Fact]
    public void Open_below_a_link_to_nothing_names_what_is_missing()
    {
        var (link, target) = (_folder["runs"], _folder["unmounted"]);
        File.CreateSymbolicLink(link, target);
        var error = Assert.Throws<UserException>(() => RunFolder.For(Runs, Leaky).Open(fresh: true));
        Assert.Contains($"{link} is a link to {target}, which does not exist", error.Message);
    }

    [Fact]
    public void Open_with_a_file_in_place_of_the_run_folder_says_so_and_leaves_it()
    {
        var run = RunFolder.For(Runs, Leaky);
        Directory.CreateDirectory(Path.GetDirectoryName(run.FullName)!);
        File.WriteAllText(run.FullName, "mine");
        var error = Assert.Throws<UserException>(() => run.Open(fresh: true));
        Assert.StartsWith($"{run.FullName}: the folder cannot be made: a file of that name is in its place", error.Message);
        Assert.Equal("mine", File.ReadAllText(run.FullName));
        Assert.Equal(["seed-42"], NamesIn(Path.GetDirectoryName(run.FullName)!)); // no lock stays behind
    }

    [FactWithPath("/proc/self")]
    public void Open_without_permission_is_one_clear_line()
    {
        var error = Assert.Throws<UserException>(() => RunFolder.For("/proc/self/runs", Leaky).Open(fresh: false));
        Assert.Contains("the folder cannot be made", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static void Complete(RunFolder run, RunStatus status = RunStatus.Completed)
    {
        using var writer = run.Open(fresh: false)!;
        writer.WriteConfig("name: study\n");
        writer.WriteRun(Rows.Run(Leaky, status));
    }

    private static IEnumerable<string> NamesIn(string folder) =>
        Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private Dictionary<string, string> Snapshot() =>
        Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);
}

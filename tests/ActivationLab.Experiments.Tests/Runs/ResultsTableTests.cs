using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class ResultsTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ResultsTable _results;

    public ResultsTableTests() => _results = new ResultsTable(_folder.Root);

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<RunRow> Read() => CsvTable.Read<RunRow>(_results.ResultsFile);

    [Fact]
    public void Add_sorts_by_cell_then_seed_and_replaces_the_same_trial()
    {
        _results.Add(Rows.Run("b", 2));
        _results.Add(Rows.Run("b", 10));
        _results.Add(Rows.Run("B", 1));
        _results.Add(Rows.Run("a", 7, RunStatus.Interrupted));
        _results.Add(Rows.Run("a", 7, RunStatus.Completed, 0.5));
        Assert.Equal([Rows.Run("B", 1), Rows.Run("a", 7, RunStatus.Completed, 0.5), Rows.Run("b", 2), Rows.Run("b", 10)], Read());
        Assert.Equal(["results.csv", "summary.csv"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Add_from_eight_threads_loses_no_row()
    {
        Parallel.For(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 8 }, seed => new ResultsTable(_folder.Root).Add(Rows.Run("cell", seed)));
        Assert.Equal(Enumerable.Range(0, 100).Select(seed => (long)seed), Read().Select(row => row.Seed));
    }

    [Fact]
    public void Add_from_three_processes_loses_no_row()
    {
        var processes = Enumerable.Range(0, 3).Select(index => ChildProcess.Start("add-rows", _folder.Root, $"cell-{index}", "0", "25")).ToArray();
        foreach (var process in processes)
        {
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
            process.Dispose();
        }
        Assert.Equal(75, Read().Count);
        Assert.Equal([25, 25, 25], CsvTable.Read<SummaryRow>(_results.SummaryFile).Select(row => row.Trials));
    }

    [Fact]
    public void Add_beside_a_process_that_is_killed_again_and_again_loses_no_row()
    {
        for (var round = 0; round < 5; round++)
        {
            var cell = $"killed-{round}";
            using var process = ChildProcess.Start("add-rows", _folder.Root, cell, "0", "100000");
            // However slow the machine: kill it only once it is at work.
            for (var seed = 0; !process.HasExited && CountOf(cell) < 3; seed++)
            {
                _results.Add(Rows.Run($"mine-{round}", seed));
                Thread.Sleep(10);
            }
            process.Kill();
            process.WaitForExit();
            var survived = Read();
            Assert.Equal(Enumerable.Range(0, CountOf(cell)).Select(seed => (long)seed), survived.Where(row => row.Cell == cell).Select(row => row.Seed));
            _results.Add(Rows.Run("after", round));
            Assert.Equal(survived.Count + 1, Read().Count);
        }
        foreach (var mine in Read().Where(row => row.Cell.StartsWith("mine", StringComparison.Ordinal)).GroupBy(row => row.Cell))
            Assert.Equal(Enumerable.Range(0, mine.Count()).Select(seed => (long)seed), mine.Select(row => row.Seed));
        Assert.Equal(["results.csv", "summary.csv"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());

        int CountOf(string cell) => File.Exists(_results.ResultsFile) ? Read().Count(row => row.Cell == cell) : 0;
    }

    [Theory]
    [InlineData("")]
    [InlineData("experiment,cell\nhalf a ro")]
    public void Add_rebuilds_damaged_results_from_the_run_folders_and_keeps_them_aside(string damage)
    {
        var experiment = new Experiment { Name = "study" };
        for (var seed = 1; seed <= 3; seed++)
        {
            using var writer = RunFolder.For(_folder.Root, experiment with { Seed = seed }).Open(fresh: false)!;
            writer.WriteRun(Rows.Run(experiment with { Seed = seed }));
        }
        var results = RunFolder.For(_folder.Root, experiment).Results;
        // Runs that were moved aside, or whose row is damaged, do not come back.
        CopyRun("seed-1", "seed-1.old-1");
        CopyRun("seed-1", "seed-9");
        File.WriteAllText(Path.Combine(CellFolder(experiment), "seed-9", "run.csv"), "x");
        File.WriteAllText(results.ResultsFile, damage);

        results.Add(Rows.Run(experiment with { Seed = 4 }));

        Assert.Equal([1, 2, 3, 4], CsvTable.Read<RunRow>(results.ResultsFile).Select(row => row.Seed));
        Assert.Equal(damage, File.ReadAllText(results.ResultsFile + ".damaged-1"));

        void CopyRun(string from, string to)
        {
            Directory.CreateDirectory(Path.Combine(CellFolder(experiment), to));
            File.Copy(Path.Combine(CellFolder(experiment), from, "run.csv"), Path.Combine(CellFolder(experiment), to, "run.csv"));
        }
    }

    [Fact]
    public void Add_keeps_rows_whose_run_folders_are_gone()
    {
        _results.Add(Rows.Run("gone", 1));
        _results.Add(Rows.Run("here", 1));
        Assert.Equal(["gone", "here"], Read().Select(row => row.Cell));
    }

    [Fact]
    public void Add_with_an_unwritable_table_loses_nothing()
    {
        _results.Add(Rows.Run("a", 1));
        File.Delete(_results.SummaryFile);
        Directory.CreateDirectory(_results.SummaryFile);
        Assert.Throws<UserException>(() => _results.Add(Rows.Run("a", 2)));
        Assert.Contains(Rows.Run("a", 1), Read());
        Directory.Delete(_results.SummaryFile);
        _results.Ensure(Rows.Run("a", 2));
        Assert.Equal(2, CsvTable.Read<SummaryRow>(_results.SummaryFile).Single().Trials);
    }

    [Fact]
    public void Summary_counts_and_averages_completed_trials()
    {
        double[] accuracies = [0.98, 0.99, 0.985, 0.992];
        foreach (var (index, accuracy) in accuracies.Index())
            _results.Add(Rows.Run("cell", index, RunStatus.Completed, accuracy));
        _results.Add(Rows.Run("cell", 10, RunStatus.Diverged, 0.1) with { TestAccuracy = null, ValAccuracy = null });
        _results.Add(Rows.Run("cell", 11, RunStatus.Interrupted, 0.2));
        _results.Add(Rows.Run("lone", 1));
        _results.Add(Rows.Run("none", 1, RunStatus.Failed));

        var rows = CsvTable.Read<SummaryRow>(_results.SummaryFile);
        var cell = rows[0];
        Assert.Equal((6, 4, 1, 0, 1), (cell.Trials, cell.Completed, cell.Diverged, cell.Failed, cell.Interrupted));
        // numpy: np.mean and np.std(ddof=1) of the four accuracies.
        Assert.Equal(0.98675, cell.TestAccuracyMean!.Value, 14);
        Assert.Equal(0.005377421934967231, cell.TestAccuracyStd!.Value, 14);
        Assert.Equal(0, cell.DeadRatioStd!.Value, 14);
        Assert.Equal((0.99, null), (rows[1].TestAccuracyMean, rows[1].TestAccuracyStd));
        Assert.Equal((null, null), (rows[2].TestAccuracyMean, rows[2].ValAccuracyMean));
    }

    private string CellFolder(Experiment experiment) => Path.Combine(_folder.Root, experiment.Name, CellName.Of(experiment));
}

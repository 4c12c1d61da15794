using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Experiments.Tests.Runs;

namespace ActivationLab.Experiments.Tests.Sweeps.Plan;

public sealed class SweepFolderTests : IDisposable
{
    private const string Text = "seeds: 2\nparameters: { train.optimizer.lr: [1e-1, 0.01], train.epochs: [1, 2] }\nvariants: { \"ReLU, \\\"plain\\\"\": { model.activation: relu }, Leaky: {} }";

    private readonly SweepFiles _files = new();
    private readonly SweepFolder _folder;

    public SweepFolderTests() => _folder = SweepFolder.For(Path.Combine(_files.Root, "runs"), "sweep");

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Write_leaves_a_row_a_trial_and_a_configuration_a_cell_that_train_can_run()
    {
        var sweep = _files.Load(Text);
        _folder.Write(sweep);

        Assert.Equal(Path.Combine(_files.Root, "runs", "sweep", "sweep", "trials.csv"), _folder.TrialsFile);
        Assert.Equal("cell,seed,variant,settings", File.ReadLines(_folder.TrialsFile).First());
        var rows = _folder.ReadTrials();
        Assert.Equal(sweep.Trials.Select(PlannedTrialRow.Of), rows);
        Assert.Equal("ReLU, \"plain\"", rows[0].Variant);
        Assert.Equal("train.optimizer.lr=1e-1; train.epochs=1", rows[0].Settings);
        Assert.All(sweep.Cells, cell => Assert.Equal(
            ExperimentYaml.Write(cell.Experiment), ExperimentYaml.Write(ExperimentLoader.Load(_folder.ConfigOf(cell.Name), []))));
    }

    [Fact]
    public void Load_written_sweep_is_the_same_trials()
    {
        var sweep = _files.Load(Text);
        _folder.Write(sweep);

        Assert.All(sweep.Trials.Zip(_folder.Load()), pair =>
        {
            Assert.Equal(pair.First.Seed, pair.Second.Seed);
            Assert.Equal(pair.First.Cell.Name, pair.Second.Cell.Name);
            Assert.Equal(pair.First.Cell.Variant, pair.Second.Cell.Variant);
            Assert.Equal(pair.First.Cell.Values, pair.Second.Cell.Values);
            Assert.Equal(ExperimentYaml.Write(pair.First.Experiment), ExperimentYaml.Write(pair.Second.Experiment));
        });
        Assert.Equal(16, _folder.Load().Count);
    }

    [Fact]
    public void Write_again_replaces_the_trials_and_keeps_the_configurations()
    {
        var first = _files.Load(Text);
        _folder.Write(first);
        _folder.Write(_files.Load("parameters: { train.epochs: [3] }"));

        Assert.Single(_folder.ReadTrials());
        Assert.All(first.Cells, cell => Assert.True(File.Exists(_folder.ConfigOf(cell.Name))));
    }

    [Fact]
    public void Load_configuration_that_was_changed_is_refused()
    {
        var sweep = _files.Load("");
        _folder.Write(sweep);
        var path = _folder.ConfigOf(sweep.Cells[0].Name);
        File.WriteAllText(path, File.ReadAllText(path).Replace("epochs: 2", "epochs: 3"));

        var error = Assert.Throws<UserException>(() => _folder.Load());
        Assert.StartsWith($"{path}: is the configuration of mlp-leaky_relu-0.05-", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void ReadTrials_of_no_sweep_says_so() =>
        Assert.StartsWith($"{_folder.TrialsFile}: there is no such file", Assert.Throws<UserException>(() => _folder.ReadTrials()).Message);

    [Fact]
    public void Lock_keeps_a_second_sweep_out_until_it_is_let_go()
    {
        using (_folder.Lock())
        {
            var error = Assert.Throws<UserException>(() => _folder.Lock());
            Assert.Contains($"process {Environment.ProcessId} ", error.Message);
            Assert.Contains("is running a sweep here", error.Message);
        }
        _folder.Lock().Dispose();
        Assert.Empty(Directory.EnumerateFiles(_folder.FullName));
    }

    // What is in the sweep's own folder is no run.
    [Fact]
    public void ResultsTable_rebuilt_from_run_folders_passes_the_sweeps_folder_over()
    {
        var sweep = _files.Load(Text);
        _folder.Write(sweep);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "slurm", "1", "logs"));
        var trial = sweep.Trials.First();
        var run = RunFolder.For(Path.Combine(_files.Root, "runs"), trial.Experiment);
        using (var writer = run.Open(fresh: false)!)
            writer.WriteRun(Rows.Run(trial.Experiment));
        File.Delete(run.Results.ResultsFile);
        run.Results.Ensure(run.ReadEnd()!);

        Assert.Equal(trial.Cell.Name, Assert.Single(CsvTable.Read<RunRow>(run.Results.ResultsFile)).Cell);
    }
}

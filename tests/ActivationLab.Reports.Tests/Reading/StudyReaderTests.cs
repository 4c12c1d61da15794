using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Reading;

public sealed class StudyReaderTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Read_results_alone_gives_cells_by_name_with_what_differs()
    {
        _files.Write([StudyFiles.Relu(2), StudyFiles.Relu(1), StudyFiles.Leaky(0.1, 1), StudyFiles.Leaky(0.01, 1)]);

        var study = StudyReader.Read(_files.Folder);

        Assert.Equal("study", study.Name);
        Assert.Equal(["mlp-leaky_relu-0.01-22222222", "mlp-leaky_relu-0.1-22222222", "mlp-relu-11111111"], study.Cells.Select(cell => cell.Name));
        Assert.Equal(
            ["model.activation=leaky_relu; model.activation.negative_slope=0.01", "model.activation=leaky_relu; model.activation.negative_slope=0.1", "model.activation=relu"],
            study.Cells.Select(cell => string.Join("; ", cell.Settings)));
        Assert.Equal([1, 2], study.Cells[2].Trials.Select(trial => trial.Seed));
        Assert.Equal(Path.Combine(_files.Folder, "mlp-relu-11111111", "seed-1"), study.Cells[2].Trials[0].Folder);
    }

    [Fact]
    public void Read_with_a_sweep_gives_its_order_names_settings_and_missing_seeds()
    {
        _files.Write([StudyFiles.Leaky(0.1, 1), StudyFiles.Relu(1), StudyFiles.Leaky(0.3, 1)]).Plan([.. new[] { 1, 2L }.SelectMany(seed => new[]
        {
            new PlannedTrialRow { Cell = "mlp-relu-11111111", Seed = seed, Variant = "ReLU", Settings = "train.optimizer.lr=1e-1" },
            new PlannedTrialRow { Cell = "mlp-leaky_relu-0.1-22222222", Seed = seed, Variant = "Leaky", Settings = "train.optimizer.lr=1e-1" },
            new PlannedTrialRow { Cell = "mlp-prelu-33333333", Seed = seed, Variant = "PReLU", Settings = "train.optimizer.lr=1e-1" },
        })]);

        var study = StudyReader.Read(_files.Folder);

        Assert.Equal(["ReLU", "Leaky", "PReLU", ""], study.Cells.Select(cell => cell.Variant));
        Assert.Equal(["train.optimizer.lr=1e-1"], study.Cells[0].Settings.Select(value => value.ToString()));
        Assert.Equal([[2], [2], [1, 2], []], study.Cells.Select(cell => cell.Missing));
        Assert.Empty(study.Cells[2].Trials);
        Assert.Contains("model.activation.negative_slope=0.3", study.Cells[3].Settings.Select(value => value.ToString()));
    }

    [Fact]
    public void Read_cells_that_columns_do_not_tell_apart_tells_them_apart_by_parameters_or_name()
    {
        var study = StudyReader.Read(_files.Write(
        [
            StudyFiles.Row("a", 1), StudyFiles.Row("b", 1) with { Parameters = 10 }, StudyFiles.Row("c", 1) with { Lr = 1 }, StudyFiles.Row("d", 1) with { Lr = 1 },
        ]).Folder);

        Assert.Equal(
            ["train.optimizer.lr=0.1; parameters=235146", "train.optimizer.lr=0.1; parameters=10", "train.optimizer.lr=1; cell=c", "train.optimizer.lr=1; cell=d"],
            study.Cells.Select(cell => string.Join("; ", cell.Settings)));
    }

    [Fact]
    public void Read_an_initialisation_that_follows_the_slope_is_no_setting_that_differs()
    {
        var follows = StudyReader.Read(_files.Write([StudyFiles.Relu(1), StudyFiles.Leaky(0.1, 1)]).Folder);
        Assert.All(follows.Cells, cell => Assert.DoesNotContain(cell.Settings, value => value.Key == "model.init.a"));

        var differs = StudyReader.Read(_files.Write([StudyFiles.Relu(1), StudyFiles.Leaky(0.1, 1) with { InitA = 0 }]).Folder);
        Assert.Equal(["0", "auto"], differs.Cells.Select(cell => cell.Settings.Single(value => value.Key == "model.init.a").Text));
    }

    [Fact]
    public void Read_precisions_differ_and_one_of_a_table_of_old_is_single()
    {
        var old = new StudyFiles().Write([StudyFiles.Relu(1)]);
        using (old)
        {
            var lines = File.ReadAllLines(old.Results).Select(line => line.Split(',')).ToArray();
            var column = Array.IndexOf(lines[0], "precision");
            File.WriteAllText(old.Results, string.Concat(lines.Select(line => string.Join(',', [.. line[..column], .. line[(column + 1)..]]) + "\n")));
            Assert.Equal("float32", StudyReader.Read(old.Folder).Cells[0].Trials[0].Row.Precision);
        }

        var study = StudyReader.Read(_files.Write([StudyFiles.Relu(1), StudyFiles.Row("low", 1) with { Activation = "relu", NegativeSlope = 0, InitA = 0, Precision = "bf16" }]).Folder);

        Assert.Equal(["train.precision=bf16", "train.precision=float32"], study.Cells.Select(cell => string.Join("; ", cell.Settings)));
    }

    [Fact]
    public void Read_names_that_would_steer_a_terminal_makes_them_harmless()
    {
        const string evil = "a\u001b[2Jb\u202ec\nd\u0007";
        _files.Plan([new PlannedTrialRow { Cell = "mlp-relu-11111111", Seed = 1, Variant = evil, Settings = $"model.activation={evil}" }]);

        var study = StudyReader.Read(_files.Write([StudyFiles.Relu(1) with { Experiment = evil, Device = evil, Message = evil }]).Folder);

        var texts = new[] { study.Name, study.Cells[0].Variant, study.Cells[0].Settings[0].Text, study.Cells[0].Trials[0].Row.Device, study.Cells[0].Trials[0].Row.Message };
        Assert.All(texts, text => Assert.Equal(@"a\u001b[2Jb\u202ec\u000ad\u0007", text));
    }

    [Fact]
    public void Read_the_path_of_the_table_itself_reads_its_study() =>
        Assert.Single(StudyReader.Read(_files.Write([StudyFiles.Relu(1)]).Results).Cells);

    [Theory]
    [InlineData("study/summary.csv", "is a file", "did you mean", 2)]
    [InlineData("studi", "there is no such folder", "study?)", 2)]
    [InlineData("", "has no results.csv", "study?)", 2)]
    [InlineData("study/mlp-relu-11111111/seed-1", "has no results.csv", "study?)", 2)]
    public void Read_a_near_miss_says_what_to_give_instead(string path, string what, string hint, int exitCode)
    {
        _files.Write([StudyFiles.Relu(1)]);
        File.WriteAllText(Path.Combine(_files.Folder, "summary.csv"), "");
        Directory.CreateDirectory(Path.Combine(_files.Folder, "mlp-relu-11111111", "seed-1"));

        var error = Assert.Throws<UserException>(() => StudyReader.Read(Path.Combine(_files.Runs, path)));

        Assert.Equal(exitCode, error.ExitCode);
        Assert.Contains(what, error.Message);
        Assert.Contains(hint, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Read_a_sweep_of_which_nothing_has_ended_says_so()
    {
        _files.Plan([new PlannedTrialRow { Cell = "a", Seed = 1 }]);

        Assert.Contains("no trial of this sweep has ended yet", Assert.Throws<UserException>(() => StudyReader.Read(_files.Folder)).Message);
    }

    [Fact]
    public void Read_a_table_without_rows_says_so()
    {
        var error = Assert.Throws<UserException>(() => StudyReader.Read(_files.Write([]).Folder));

        Assert.Equal((1, $"{_files.Results}: has no trials"), (error.ExitCode, error.Message));
    }

    [Fact]
    public void Read_a_trial_twice_is_damage() =>
        Assert.Contains("has 2 rows with seed 1", Assert.Throws<DamagedFileException>(() => StudyReader.Read(_files.Write([StudyFiles.Relu(1), StudyFiles.Relu(1)]).Folder)).Message);

    [Theory]
    [InlineData(0, "the file is empty")]
    [InlineData(-10, "cut short")]
    public void Read_a_table_that_was_cut_names_the_place(int length, string what)
    {
        _files.Write([StudyFiles.Relu(1)]);
        var text = File.ReadAllText(_files.Results);
        File.WriteAllText(_files.Results, text[..(length < 0 ? text.Length + length : length)]);

        var error = Assert.Throws<DamagedFileException>(() => StudyReader.Read(_files.Folder));

        Assert.Contains(what, error.Message);
        Assert.Contains(_files.Results, error.Message);
    }
}

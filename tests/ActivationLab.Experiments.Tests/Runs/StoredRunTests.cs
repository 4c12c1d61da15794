using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class StoredRunTests : IDisposable
{
    private static readonly Experiment s_experiment = new() { Name = "study", Seed = 7 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_folder_or_a_file_in_it_is_the_run()
    {
        var folder = WriteRun();

        foreach (var path in new[] { folder, folder + "/", Path.Combine(folder, "run.csv"), Path.Combine(folder, "config.yaml") })
        {
            var run = StoredRun.Open(path);
            Assert.Equal(ExperimentYaml.Write(s_experiment), ExperimentYaml.Write(run.Experiment));
            Assert.Equal((RunStatus.Completed, "completed", CellName.Of(s_experiment)), (run.Run!.Status, run.Status, run.Cell));
            Assert.True(run.Holds(Path.Combine(folder, "weights.safetensors")) && !run.Holds(Path.Combine(folder, "..", "weights.safetensors")));
        }
    }

    [Fact]
    public void Open_folder_without_a_row_is_unfinished()
    {
        var folder = WriteRun();
        File.Delete(Path.Combine(folder, "run.csv"));

        var run = StoredRun.Open(folder);

        Assert.Equal((null, "unfinished", null, CellName.Of(s_experiment)), (run.Run, run.Status, run.DataVariant, run.Cell));
    }

    [Fact]
    public void Open_nothing_says_so() => AssertError(_folder["nowhere"], 2, "there is no such run folder");

    [Fact]
    public void Open_folder_that_is_no_run_names_a_run_in_it()
    {
        var run = WriteRun();
        Directory.CreateDirectory(_folder["empty"]);
        // What the probe command leaves has a configuration too.
        Directory.CreateDirectory(_folder["a-probe"]);
        File.WriteAllText(_folder["a-probe", "config.yaml"], "");

        AssertError(_folder["empty"], 2, "not the folder of a run: it has no config.yaml");
        AssertError(_folder.Root, 2, $"not the folder of a run: it has no config.yaml (did you mean {run}?)");
        AssertError(Path.GetDirectoryName(run)!, 2, $"not the folder of a run: it has no config.yaml (did you mean {run}?)");
    }

    [Theory]
    [InlineData("config.yaml", "model: {name: mlpp}\nseed: x\n", "config.yaml:1:15 model.name: must be one of cnn, mlp, nin, resnet, not mlpp (did you mean mlp?) (and 1 more); the configuration of this run is damaged")]
    [InlineData("config.yaml", "", "config.yaml:1:1: the file is empty")]
    [InlineData("run.csv", "", "run.csv:1: the file is empty")]
    [InlineData("run.csv", "experiment\n", "run.csv:1: column cell is missing")]
    public void Open_damaged_file_says_which_and_where(string name, string content, string message)
    {
        var folder = WriteRun();
        File.WriteAllText(Path.Combine(folder, name), content);

        var error = Assert.ThrowsAny<UserException>(() => StoredRun.Open(folder));

        Assert.Equal(1, error.ExitCode);
        Assert.StartsWith(Path.Combine(folder, message), error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Open_two_rows_are_not_one_run()
    {
        var folder = WriteRun();
        CsvTable.Write(Path.Combine(folder, "run.csv"), [Rows.Run(s_experiment), Rows.Run(s_experiment)]);

        Assert.Contains("run.csv: not the one row of a run", Assert.Throws<DamagedFileException>(() => StoredRun.Open(folder)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"started\": 3}")]
    [InlineData("{\"data\": {\"name\": \"\\ud800\"}}")]
    public void Open_damaged_environment_says_so_where_it_is_needed(string content)
    {
        var folder = WriteRun();
        File.WriteAllText(Path.Combine(folder, "environment.json"), content);
        File.Delete(Path.Combine(folder, "run.csv"));

        Assert.Contains("environment.json: not the record of an environment", Assert.Throws<DamagedFileException>(() => StoredRun.Open(folder)).Message);
    }

    private void AssertError(string path, int exitCode, string message)
    {
        var error = Assert.Throws<UserException>(() => StoredRun.Open(path));
        Assert.Equal(($"{path}: {message}", exitCode), (error.Message, error.ExitCode));
    }

    private string WriteRun()
    {
        var folder = Directory.CreateDirectory(_folder["study/cell/seed-7"]).FullName;
        File.WriteAllText(Path.Combine(folder, "config.yaml"), ExperimentYaml.Write(s_experiment));
        CsvTable.Write(Path.Combine(folder, "run.csv"), [Rows.Run(s_experiment)]);
        return folder;
    }
}

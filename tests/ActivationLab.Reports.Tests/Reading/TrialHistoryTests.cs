using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tests.Charts;

namespace ActivationLab.Reports.Tests.Reading;

public sealed class TrialHistoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("activationlab-reports-").FullName;

    [Fact]
    public void Read_a_run_folder_gives_the_rows_that_were_written()
    {
        var written = HandMade.History(epochs: 2, layers: 3, deadRatio: 0.25);
        Write(written);

        var read = TrialHistory.Read(Trial());

        Assert.NotNull(read);
        Assert.Equal(written.Epochs, read.Epochs);
        Assert.Equal(written.Layers, read.Layers);
    }

    [Fact]
    public void Read_a_folder_that_is_gone_gives_nothing_and_no_problem()
    {
        Directory.Delete(_folder);

        Assert.Null(TrialHistory.Read(Trial(), problem => Assert.Fail(problem)));
    }

    [Fact]
    public void Read_a_trial_that_diverged_in_its_first_epoch_keeps_the_layers_before_it()
    {
        Write(HandMade.History(epochs: 1, layers: 2, deadRatio: 0));
        File.Delete(Path.Combine(_folder, RunFiles.Epochs));

        var read = TrialHistory.Read(Trial());

        Assert.Empty(read!.Epochs);
        Assert.Equal(4, read.Layers.Count);
    }

    [Theory]
    [InlineData("epoch,step\n1,10\n", "column lr is missing")]
    [InlineData("epoch,st", "the line is cut short")]
    [InlineData("", "the file is empty")]
    public void Read_a_damaged_file_gives_nothing_and_says_what_is_wrong(string text, string reason)
    {
        Write(HandMade.History(epochs: 1, layers: 1, deadRatio: 0));
        File.WriteAllText(Path.Combine(_folder, RunFiles.Epochs), text);
        var problems = new List<string>();

        Assert.Null(TrialHistory.Read(Trial(), problems.Add));

        var problem = Assert.Single(problems);
        Assert.Contains(RunFiles.Epochs, problem);
        Assert.Contains(reason, problem);
    }

    [Fact]
    public void Read_a_study_keeps_what_can_be_read_and_lists_the_rest()
    {
        Write(HandMade.History(epochs: 1, layers: 1, deadRatio: 0));
        var (whole, damaged, gone) = (Trial(), Trial("damaged"), Trial("gone"));
        Directory.CreateDirectory(damaged.Folder);
        File.WriteAllText(Path.Combine(damaged.Folder, RunFiles.Layers), "no table");
        var cell = new StudyCell { Name = "mlp-relu", Settings = [], Trials = [whole, damaged, gone] };

        var read = StudyHistories.Read(new Study(_folder, "study", [cell]));

        Assert.Equal(1, read.Count);
        Assert.NotNull(read[whole]);
        Assert.Null(read[damaged]);
        Assert.Null(read[gone]);
        Assert.StartsWith(Path.GetRelativePath(_folder, damaged.Folder) + Path.DirectorySeparatorChar, Assert.Single(read.Problems));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private StudyTrial Trial(string below = "") => HandMade.Trial("relu", seed: 1, accuracy: 0.9) with { Folder = Path.Combine(_folder, below) };

    private void Write(TrialHistory history)
    {
        CsvTable.Write(Path.Combine(_folder, RunFiles.Epochs), history.Epochs);
        CsvTable.Write(Path.Combine(_folder, RunFiles.Layers), history.Layers);
    }
}

using ActivationLab.Experiments.Assessments;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests.Commands;

[Collection(TorchCollection.Name)]
public class EvaluateCommandTests
{
    [Fact]
    public void Evaluate_prints_accuracy_classes_and_units_and_writes_tables()
    {
        using var lab = new Lab();
        var folder = StoredTrial.Train(lab);
        var csv = Path.Combine(lab.Folder, "tables");

        Assert.Equal(0, lab.Run("evaluate", folder.FullName, "--threads", "1", "--csv", csv));

        var lines = lab.Out.ToString().Split('\n');
        Assert.Equal("tiny, seed 42 (completed): the last epoch (2)", lines[0]);
        Assert.Equal("mnist, test images 0-119", lines[1]);
        var row = Assert.Single(CsvTable.Read<EvaluationRow>(Path.Combine(csv, "evaluation.csv")));
        Assert.Equal(folder.ReadRun()!.TestAccuracy, row.Accuracy);
        Assert.Contains(lines, line => line.StartsWith($"accuracy  {100 * row.Accuracy:F2} % ({row.Correct} of 120; 95 % interval ", StringComparison.Ordinal));
        Assert.Equal(10, lines.SkipWhile(line => !line.StartsWith("class ", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Length > 0).Count());
        Assert.Contains(lines, line => line.StartsWith("layers.1      6 ", StringComparison.Ordinal));
        Assert.Equal(
            ["classes.csv", "confusion.csv", "evaluation.csv", "units.csv"], Directory.EnumerateFiles(csv).Select(Path.GetFileName).Order());
        Assert.Empty(lab.Lines);
    }

    [Fact]
    public void Evaluate_takes_a_file_of_the_run_and_the_options()
    {
        using var lab = new Lab();
        var folder = StoredTrial.Train(lab);

        Assert.Equal(0, lab.Run("evaluate", folder.RunFile, "--data", "validation", "--epoch", "best", "--images", "20", "--device", "cpu", "--threads", "1"));

        Assert.Contains($"(completed): the best epoch ({folder.ReadRun()!.BestEpoch})\nmnist, validation images 200-219 of the training files\n", lab.Out.ToString());
    }

    [Theory]
    [InlineData("test", true)]
    [InlineData("validation", false)]
    public void Evaluate_run_that_is_not_completed_warns_of_the_test_images(string data, bool warns)
    {
        using var lab = new Lab();
        var folder = StoredTrial.Train(lab);
        CsvTable.Write(folder.RunFile, [folder.ReadRun()! with { Status = RunStatus.Interrupted }]);

        Assert.Equal(0, lab.Run("evaluate", folder.FullName, "--data", data, "--threads", "1"));

        Assert.Equal(
            warns ? "activationlab: this run is interrupted: whoever chooses settings or epochs by test images makes its test accuracy too good; see --data validation\n" : "",
            lab.Lines);
    }

    [Fact]
    public void Evaluate_on_a_copy_of_the_images_says_so()
    {
        using var lab = new Lab();
        var folder = StoredTrial.Train(lab);
        CsvTable.Write(folder.RunFile, [folder.ReadRun()! with { DataVariant = DatasetCatalog.JpegCopy }]);
        lab.Services = lab.Services with { LoadData = (_, _) => StoredTrial.Data with { Variant = DatasetCatalog.JpegCopy } };

        Assert.Equal(0, lab.Run("evaluate", folder.FullName, "--threads", "1"));

        Assert.Contains("measured on a JPEG copy of the images", lab.Lines);
    }

    [Fact]
    public void Evaluate_what_cannot_be_evaluated_is_one_line_and_the_right_exit_code()
    {
        using var lab = new Lab();
        var folder = StoredTrial.Train(lab);
        AssertFails(2, "there is no such run folder", Path.Combine(lab.Folder, "nowhere"));
        AssertFails(2, $"not the folder of a run: it has no config.yaml (did you mean {folder.FullName}?)", Path.Combine(lab.Folder, "runs"));
        AssertFails(2, "there are only 120 test images", folder.FullName, "--images", "121");
        AssertFails(1, "a file of that name is in its place", folder.FullName, "--csv", folder.RunFile);
        File.WriteAllBytes(folder.WeightsFile, File.ReadAllBytes(folder.WeightsFile)[..^1]);
        AssertFails(1, "bytes long where its header says", folder.FullName);
        File.Delete(folder.WeightsFile);
        AssertFails(1, "there is no weights.safetensors", folder.FullName);

        void AssertFails(int code, string message, params string[] args)
        {
            lab.Error.GetStringBuilder().Clear();
            Assert.Equal(code, lab.Run(["evaluate", .. args, "--threads", "1"]));
            Assert.StartsWith("activationlab: ", lab.Lines);
            Assert.Contains(message, lab.Lines);
            Assert.Equal(1, lab.Lines.Count(letter => letter == '\n'));
            Assert.Empty(lab.Out.ToString());
        }
    }
}

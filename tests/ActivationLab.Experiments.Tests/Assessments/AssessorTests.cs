using ActivationLab.Experiments.Assessments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Statistics;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Tests.Training;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Assessments;

[Collection(TorchCollection.Name)]
public sealed class AssessorTests : IDisposable
{
    private readonly TrialFiles _trials = new();

    public static TheoryData<Experiment> All => TrialTests.All;

    public void Dispose() => _trials.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Assess_test_images_gives_the_numbers_of_the_trial(Experiment experiment)
    {
        _trials.Run(experiment);
        var run = _trials.RunRow(experiment);

        var (last, best) = (Assess(experiment, new()), Assess(experiment, new() { Epoch = StoredEpoch.Best }));

        Assert.Equal((run.TestAccuracy, run.TestLoss), (last.Summary.Accuracy, last.Summary.Loss));
        Assert.Equal((run.TestAccuracyBest, run.TestLossBest), (best.Summary.Accuracy, best.Summary.Loss));
        Assert.Equal((run.LastEpoch, run.BestEpoch), (last.Summary.Epoch, best.Summary.Epoch));
        Assert.Equal(("completed", "test", "original", "test images 0-249"), (last.Summary.Status, last.Summary.Split, last.Summary.DataVariant, last.Summary.MeasuredOn));
        Assert.Equal((run.Experiment, run.Cell, run.Seed), (last.Summary.Experiment, last.Summary.Cell, last.Summary.Seed));
        var ofChannels = experiment.Model is CnnSettings ? "; effective rank on the first 200 of them" : "";
        Assert.Equal("test images 0-249" + ofChannels, last.Units[0].MeasuredOn);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Assess_probe_set_gives_the_rows_of_the_trial(Experiment experiment)
    {
        _trials.Run(experiment);
        var rows = _trials.Layers(experiment);
        var options = new AssessmentOptions { Split = ImageSplit.Validation, Images = experiment.Probe.Images };

        foreach (var epoch in Enum.GetValues<StoredEpoch>())
        {
            var assessment = Assess(experiment, options with { Epoch = epoch });
            Assert.Equal(
                rows.Where(row => row.Epoch == assessment.Summary.Epoch).Select(row => row with { Died = null, Revived = null }), assessment.Units);
        }
    }

    [Fact]
    public void Assess_validation_images_gives_the_accuracies_of_the_epochs()
    {
        _trials.Run(TrialFiles.Forgetting);
        var epochs = _trials.Epochs(TrialFiles.Forgetting);

        foreach (var which in Enum.GetValues<StoredEpoch>())
        {
            var summary = Assess(TrialFiles.Forgetting, new() { Split = ImageSplit.Validation, Epoch = which }).Summary;
            var epoch = epochs.Single(row => row.Epoch == summary.Epoch);
            Assert.Equal((epoch.ValAccuracy, epoch.ValLoss), (summary.Accuracy, summary.Loss));
            Assert.Equal("validation images 600-699 of the training files", summary.MeasuredOn);
        }
    }

    [Fact]
    public void Assess_some_training_images_counts_each_once()
    {
        _trials.Run(TrialFiles.Mlp);

        var assessment = Assess(TrialFiles.Mlp, new() { Split = ImageSplit.Train, Images = 50 });

        var labels = TrialFiles.Data.Train.Labels.Take(50).ToArray();
        Assert.Equal("training images 0-49 of the training files", assessment.Summary.MeasuredOn);
        Assert.Equal((50, 50), (assessment.Summary.Images, assessment.Confusion.Sum(pair => pair.Images)));
        Assert.Equal(Enumerable.Range(0, 10).Select(label => (long)labels.Count(found => found == label)), assessment.Classes.Select(row => row.Images));
        Assert.All(assessment.Classes, row =>
        {
            Assert.Equal(row.Images, assessment.Confusion.Where(pair => pair.Class == row.Class).Sum(pair => pair.Images));
            Assert.Equal(row.Predicted, assessment.Confusion.Where(pair => pair.Predicted == row.Class).Sum(pair => pair.Images));
            Assert.Equal(row.Correct, assessment.Confusion.Single(pair => (pair.Class, pair.Predicted) == (row.Class, row.Class)).Images);
            Assert.Equal(row.Images == 0 ? null : (double)row.Correct / row.Images, row.Accuracy);
            Assert.Equal(row.Predicted == 0 ? null : (double)row.Correct / row.Predicted, row.Precision);
        });
        Assert.Equal(assessment.Classes.Sum(row => row.Correct), assessment.Summary.Correct);
        var interval = WilsonInterval.Of(assessment.Summary.Correct, 50);
        Assert.Equal((interval.Low, interval.High), (assessment.Summary.AccuracyLow, assessment.Summary.AccuracyHigh));
    }

    [Fact]
    public void Assess_changes_nothing_and_WriteCsv_writes_tables_that_read_back()
    {
        using var target = new TemporaryFolder();
        _trials.Run(TrialFiles.Cnn);
        var before = _trials.Snapshot();

        var assessment = Assess(TrialFiles.Cnn, new());
        assessment.WriteCsv(target["new/folder"]);

        Assert.Equal(before, _trials.Snapshot());
        Assert.Equal(assessment.Summary, Assert.Single(CsvTable.Read<EvaluationRow>(target["new/folder/evaluation.csv"])));
        Assert.Equal(assessment.Classes, CsvTable.Read<ClassRow>(target["new/folder/classes.csv"]));
        Assert.Equal(assessment.Confusion, CsvTable.Read<ConfusionRow>(target["new/folder/confusion.csv"]));
        Assert.Equal(assessment.Units, CsvTable.Read<LayerRow>(target["new/folder/units.csv"]));
    }

    [Fact]
    public void WriteCsv_where_nothing_can_be_written_is_one_line()
    {
        using var target = new TemporaryFolder();
        File.WriteAllText(target["file"], "");
        _trials.Run(TrialFiles.Mlp);

        var error = Assert.Throws<UserException>(() => Assess(TrialFiles.Mlp, new()).WriteCsv(target["file"]));

        Assert.Equal($"{target["file"]}: the folder cannot be made: a file of that name is in its place; choose another folder", error.Message);
    }

    [Fact]
    public void Assess_more_images_than_there_are_says_how_many()
    {
        _trials.Run(TrialFiles.Mlp);

        var error = Assert.Throws<UserException>(() => Assess(TrialFiles.Mlp, new() { Split = ImageSplit.Validation, Images = 101 }));

        Assert.Equal(("--images 101: there are only 100 validation images", 2), (error.Message, error.ExitCode));
    }

    [Fact]
    public void Assess_on_another_release_of_the_data_refuses()
    {
        _trials.Run(TrialFiles.Mlp);
        var other = TrialFiles.Data with { Variant = DatasetCatalog.JpegCopy };

        var error = Assert.Throws<UserException>(() => Assessor.Assess(Stored(TrialFiles.Mlp), new(), (_, _) => other));

        Assert.Contains("trained on the release 'original' of MNIST, but the data folder holds 'jpeg-copy'", error.Message);
        Assert.Equal(1, error.ExitCode);
    }

    [Fact]
    public void Assess_unfinished_run_knows_the_release_and_says_its_state()
    {
        _trials.Run(TrialFiles.Mlp);
        File.Delete(_trials.FolderOf(TrialFiles.Mlp).RunFile);

        Assert.Equal("original", Stored(TrialFiles.Mlp).DataVariant);
        Assert.Equal("unfinished", Assess(TrialFiles.Mlp, new()).Summary.Status);
    }

    [Theory]
    [InlineData(StoredEpoch.Last, "weights.safetensors")]
    [InlineData(StoredEpoch.Best, "weights.best.safetensors")]
    public void Assess_run_without_weights_says_so(StoredEpoch epoch, string name)
    {
        _trials.Run(TrialFiles.Mlp);
        File.Delete(Path.Combine(_trials.FolderOf(TrialFiles.Mlp).FullName, name));

        var error = Assert.Throws<UserException>(() => Assess(TrialFiles.Mlp, new() { Epoch = epoch }));

        Assert.Contains($"there is no {name}", error.Message);
        Assert.Equal(1, error.ExitCode);
    }

    [Fact]
    public void Assess_weights_of_another_network_says_what_differs()
    {
        _trials.Run(TrialFiles.Mlp);
        _trials.Run(TrialFiles.Cnn);
        File.Copy(_trials.FolderOf(TrialFiles.Cnn).WeightsFile, _trials.FolderOf(TrialFiles.Mlp).WeightsFile, overwrite: true);

        var error = Assert.Throws<DamagedFileException>(() => Assess(TrialFiles.Mlp, new()));

        Assert.Contains("not the weights of this network: layers.0.weight is missing (and ", error.Message);
    }

    private Assessment Assess(Experiment experiment, AssessmentOptions options) =>
        Assessor.Assess(Stored(experiment), options with { Device = "cpu", Threads = 1 }, (_, _) => TrialFiles.Data);

    private StoredRun Stored(Experiment experiment) => StoredRun.Open(_trials.FolderOf(experiment).FullName);
}

using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Claims;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Claims;

public sealed class TrialMeasureTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    // Two layers of 10 and 30 units; before training 5 and 15 are dead, after two epochs 1 and 9.
    private StudyTrial Trained()
    {
        var folder = Path.Combine(_files.Runs, "seed-1");
        Directory.CreateDirectory(folder);
        CsvTable.Write(Path.Combine(folder, RunFiles.Layers), [Layer(0, 1, 10, 5, 0.25), Layer(0, 2, 30, 15, 0.25), Layer(1, 1, 10, 9, 0.2), Layer(1, 2, 30, 9, 0.2), Layer(2, 1, 10, 1, 0.1), Layer(2, 2, 30, 9, 0.3)]);
        return new StudyTrial(StudyFiles.Relu(1), folder);
    }

    private static LayerRow Layer(int epoch, int layer, long units, long dead, double slope) => new()
    {
        Epoch = epoch,
        Layer = layer,
        Module = $"layers.{2 * layer - 1}",
        Units = units,
        Dead = dead,
        Linear = 0,
        Rare = dead,
        DeadRatio = (double)dead / units,
        ZeroFraction = 0,
        ZMean = 0,
        ZStd = 1,
        SlopeMean = slope,
        MeasuredOn = "validation images 0-999",
    };

    [Theory]
    [InlineData("dead_ratio_at_birth", 20.0 / 40)]
    [InlineData("recovered_ratio", (20.0 - 10) / 20)] // net: what died and came back in between does not count
    [InlineData("slope_mean", (0.1 + 0.3) / 2)]
    [InlineData("dead_ratio", 0.25)] // that of results.csv
    public void Of_trial_is_the_figure_of_its_files(string name, double expected) =>
        Assert.Equal(expected, TrialMeasure.Find(name).Of(Trained())!.Value, 12);

    [Theory]
    [InlineData("dead_ratio_at_birth")]
    [InlineData("recovered_ratio")]
    [InlineData("slope_mean")]
    public void Of_trial_without_a_run_folder_is_nothing(string name) =>
        Assert.Null(TrialMeasure.Find(name).Of(new StudyTrial(StudyFiles.Relu(1), Path.Combine(_files.Runs, "gone"))));

    [Fact]
    public void Find_unknown_name_says_the_nearest() =>
        Assert.Equal("metric slope_maen: there is none (did you mean slope_mean?)", Assert.Throws<UserException>(() => TrialMeasure.Find("slope_maen")).Message);
}

using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Tests.Charts;

/// <summary>The charts of epochs and layers.</summary>
public sealed class HistoryChartsTests
{
    // t of 1 degree of freedom at 0.975: tan(0.475 π).
    private const double T1 = 12.706204736432095;

    private static readonly StudyCell Relu = HandMade.Cell("ReLU", "relu", [0.8, 0.9, null]);
    private static readonly StudyCell Leaky = HandMade.Cell("Leaky", "leaky_relu", [0.8, 0.9]);
    private static readonly StudyCell[] Cells = [Relu, Leaky];

    [Fact]
    public void DeadRatioByEpoch_begins_before_training_and_is_of_completed_trials()
    {
        // 0.1 and 0.3 of the two that completed; the one that diverged would change the mean.
        var histories = HandMade.Histories(Cells, trial => HandMade.History(epochs: 2, layers: 3, deadRatio: trial.Seed switch { 1 => 0.1, 2 => 0.3, _ => 1 }));

        var chart = EpochCharts.Of(HandMade.Compare(Cells), histories).Single(chart => chart.Id == "dead-ratio-by-epoch");

        var means = chart.Rows("mean").Where(row => Equals(row["series"], "ReLU")).ToList();
        Assert.Equal([0, 1, 2], means.Select(row => (int)row["epoch"]!));
        Assert.All(means, row => Assert.Equal(0.2, (double)row["value"]!, 1e-6));
        Assert.All(means, row => Assert.Equal(0.2 + T1 * Math.Sqrt(0.02) / Math.Sqrt(2), (double)row["high"]!, 1e-5));
        Assert.Equal(4 * 3, chart.Rows("seed").Count);
        Assert.Contains("n = 2 seeds", chart.Caption);
    }

    [Fact]
    public void LossByEpoch_has_both_splits()
    {
        var chart = EpochCharts.Of(HandMade.Compare(Cells), HandMade.Histories(Cells, _ => HandMade.History(2, 1, 0))).Single(chart => chart.Id == "loss-by-epoch");

        Assert.Equal(
            [("validation", 1, 1.5), ("validation", 2, 0.75), ("training", 1, 1.0), ("training", 2, 0.5)],
            chart.Rows("mean").Where(row => Equals(row["series"], "ReLU")).Select(row => ((string)row["part"]!, (int)row["epoch"]!, (double)row["value"]!)));
    }

    [Fact]
    public void Turnover_is_drawn_only_if_a_unit_died_or_came_back()
    {
        var still = HandMade.Histories(Cells, _ => HandMade.History(2, 1, 0));
        var moving = HandMade.Histories(Cells, _ => Moving(HandMade.History(2, 1, 0)));

        Assert.DoesNotContain(EpochCharts.Of(HandMade.Compare(Cells), still), chart => chart.Id == "turnover");
        var chart = EpochCharts.Of(HandMade.Compare(Cells), moving).Single(chart => chart.Id == "turnover");
        Assert.Equal(["died", "died", "came back", "came back"], chart.Rows("mean").Where(row => Equals(row["series"], "ReLU")).Select(row => row["part"]));
        Assert.All(chart.Rows("mean").Where(row => Equals(row["part"], "died")), row => Assert.Equal(3.0, row["value"]));

        static TrialHistory Moving(TrialHistory history) => history with { Epochs = [.. history.Epochs.Select(row => row with { Died = 3, Revived = 1 })] };
    }

    [Fact]
    public void EpochCharts_of_many_seeds_draw_some_as_lines_and_say_so()
    {
        StudyCell[] many = [.. Enumerable.Range(0, 10).Select(i => HandMade.Cell($"V{i}", "relu", [.. Enumerable.Repeat<double?>(0.8, 30)]))];

        var chart = EpochCharts.Of(HandMade.Compare(many), HandMade.Histories(many, _ => HandMade.History(100, 1, 0.5)))[0];

        Assert.Contains("Thin lines are single seeds, the first ", chart.Caption);
        Assert.InRange(chart.Data.Rows.Count, 1, 3000);
        Assert.Equal([0, 100], new[] { chart.Rows("mean").Min(row => (int)row["epoch"]!), chart.Rows("mean").Max(row => (int)row["epoch"]!) });
    }

    [Fact]
    public void DeadByLayer_is_the_mean_over_seeds_at_the_last_epoch_with_layers_in_order()
    {
        var histories = HandMade.Histories(Cells, trial => HandMade.History(epochs: 1, layers: 11, deadRatio: trial.Seed == 1 ? 0.1 : 0.3));

        var chart = DeadByLayerChart.Of(HandMade.Compare(Cells), histories)!;

        Assert.Equal(2 * 11, chart.Data.Rows.Count);
        Assert.All(chart.Rows(), row => Assert.Equal((0.2, "20", 2), ((double)row["dead_ratio"]!, (string)row["text"]!, (int)row["n"]!)));
        // In order of the network: layers.9 before layers.11, which text would sort the other way.
        Assert.Contains("\"layers.9\",\"layers.11\"", chart.Spec.ToJsonString());
    }

    [Fact]
    public void LearnedSlopes_have_the_band_of_all_units_and_seeds_and_are_of_slopes_that_changed()
    {
        var histories = HandMade.Histories(Cells, trial => trial.Folder.Contains("Leaky") ? Sloped(trial.Seed) : HandMade.History(1, 1, 0));

        var chart = Assert.Single(LearnedSlopeCharts.Of(HandMade.Compare(Cells), histories));

        Assert.Equal("Learned slopes of Leaky", chart.Title);
        Assert.Equal([(0, 0.25, 0.25, 0.25), (1, 0.15, 0.05, 0.3)],
            chart.Rows("mean").Select(row => ((int)row["epoch"]!, (double)row["value"]!, (double)row["low"]!, (double)row["high"]!)));

        static TrialHistory Sloped(long seed)
        {
            var history = HandMade.History(1, 1, 0);
            return history with
            {
                Layers = [.. history.Layers.Select(row => row.Epoch == 0
                    ? row with { SlopeMin = 0.25, SlopeMean = 0.25, SlopeMax = 0.25 }
                    : row with { SlopeMin = 0.05 * seed, SlopeMean = 0.1 * seed, SlopeMax = 0.15 * seed })],
            };
        }
    }

    [Fact]
    public void VarianceByDepth_is_the_geometric_mean_before_and_after_training()
    {
        var histories = HandMade.Histories(Cells, trial => Scaled(HandMade.History(1, 2, 0), trial.Seed));

        var chart = Assert.Single(VarianceByDepthCharts.Of(HandMade.Compare(Cells), histories));

        // Standard deviations 2 and 8 of two seeds: variances 4 and 64, whose geometric mean is 16.
        Assert.Equal(
            [("before training", 1, 1.0), ("before training", 2, 1.0), ("after training", 1, 16.0), ("after training", 2, 16.0)],
            chart.Rows("mean").Where(row => Equals(row["series"], "ReLU")).Select(row => ((string)row["part"]!, (int)row["layer"]!, (double)row["value"]!)));

        static TrialHistory Scaled(TrialHistory history, long seed) =>
            history with { Layers = [.. history.Layers.Select(row => row with { ZStd = row.Epoch == 0 ? 1 : seed == 1 ? 2 : 8 })] };
    }

    [Fact]
    public void MetricByDeadRatio_has_a_dot_a_completed_trial_and_needs_a_dead_unit()
    {
        StudyCell[] dead = [.. Cells.Select(cell => cell.With(row => row with { DeadRatio = 0.1 * row.Seed }))];

        var chart = MetricByDeadRatioChart.Of(HandMade.Compare(dead))!;

        Assert.Equal([(0.1, 0.8), (0.2, 0.9), (0.1, 0.8), (0.2, 0.9)], chart.Rows().Select(row => ((double)row["dead_ratio"]!, (double)row["value"]!)));
        Assert.Null(MetricByDeadRatioChart.Of(HandMade.Compare(Cells)));
    }

    [Fact]
    public void Charts_without_run_folders_leave_out_those_that_need_them()
    {
        var histories = HandMade.Histories([], _ => HandMade.History(1, 1, 0));
        var comparison = HandMade.Compare(Cells);

        Assert.Equal(["metric-by-variant", "differences", "time"], AllCharts.Of(comparison, histories).Select(chart => chart.Id));
    }
}

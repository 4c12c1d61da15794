using ActivationLab.Experiments.Sweeps;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Tests.Charts;

/// <summary>The charts with a row a variant: figures, differences, times.</summary>
public sealed class RowChartsTests
{
    // t of 2 degrees of freedom at 0.975 (any table of Student's t).
    private const double T2 = 4.302652729911275;

    private static readonly double?[] Baseline = [0.80, 0.82, 0.84];
    private static readonly double?[] Leaky = [0.83, 0.84, 0.88, null];

    [Fact]
    public void MetricByVariant_draws_every_seed_and_the_mean_with_its_t_interval()
    {
        var chart = MetricByVariantChart.Of(HandMade.Compare(HandMade.Cell("ReLU", "relu", Baseline), HandMade.Cell("Leaky", "leaky_relu", Leaky)))!;

        Assert.Equal([0.80, 0.82, 0.84, 0.83, 0.84, 0.88], chart.Rows("seed").Select(row => (double)row["value"]!));
        var mean = chart.Rows("mean")[0];
        Assert.Equal(0.82, (double)mean["value"]!, 1e-6);
        Assert.Equal(0.82 - T2 * 0.02 / Math.Sqrt(3), (double)mean["low"]!, 1e-6);
        Assert.Equal(0.82 + T2 * 0.02 / Math.Sqrt(3), (double)mean["high"]!, 1e-6);
        Assert.Equal(0.82, Assert.Single(chart.Rows("reference"))["value"]);
    }

    [Fact]
    public void MetricByVariant_with_a_diverged_trial_says_so_beside_the_row_and_in_words()
    {
        var chart = MetricByVariantChart.Of(HandMade.Compare(HandMade.Cell("ReLU", "relu", Baseline), HandMade.Cell("Leaky", "leaky_relu", Leaky)))!;

        Assert.Equal("Leaky\nn = 3, 1 diverged", chart.Rows("mean")[1]["row"]);
        Assert.Contains("Leaky 85 %", chart.Description);
        Assert.Contains("n = 3, 1 diverged", chart.Description);
    }

    [Fact]
    public void MetricByVariant_where_all_diverged_is_nothing() =>
        Assert.Null(MetricByVariantChart.Of(HandMade.Compare(HandMade.Cell("ReLU", "relu", [null, null]), HandMade.Cell("Leaky", "leaky_relu", [null]))));

    [Fact]
    public void MetricByVariant_close_up_leaves_out_the_variant_far_from_the_others()
    {
        var near = Enumerable.Range(0, 4).Select(i => HandMade.Cell($"V{i}", "leaky_relu", [0.85 + 0.001 * i, 0.852 + 0.001 * i], slope: 0.01 * i)).ToArray();
        var comparison = HandMade.Compare([.. near, HandMade.Cell("Far", "identity", [0.5, 0.51])]);

        var chart = MetricByVariantChart.CloseUpOf(comparison)!;

        Assert.Equal(["V0", "V1", "V2", "V3"], chart.Rows("mean").Select(row => row["variant"]));
        Assert.Null(MetricByVariantChart.CloseUpOf(HandMade.Compare(near)));
        Assert.Null(DifferencesChart.CloseUpOf(HandMade.Compare(near)));
    }

    [Fact]
    public void Differences_are_of_equal_seeds_and_have_the_verdict_beside_them()
    {
        var chart = DifferencesChart.Of(HandMade.Compare(HandMade.Cell("ReLU", "relu", Baseline), HandMade.Cell("Leaky", "leaky_relu", Leaky)))!;

        Assert.Equal([(1L, 0.03), (2L, 0.02), (3L, 0.04)], chart.Rows("seed").Select(row => ((long)row["seed"]!, (double)row["value"]!)));
        var mean = Assert.Single(chart.Rows("mean"));
        Assert.Equal(0.03, (double)mean["value"]!, 1e-6);
        Assert.Equal(0.03 - T2 * 0.01 / Math.Sqrt(3), (double)mean["low"]!, 1e-6);
        Assert.Equal("Leaky\nneeds n ≥ 6", mean["row"]);
        Assert.Equal(0.0, Assert.Single(chart.Rows("reference"))["value"]);
        Assert.Contains("Leaky +3 points", chart.Description);
    }

    [Fact]
    public void Differences_of_groups_are_each_to_their_own_baseline()
    {
        var chart = DifferencesChart.Of(HandMade.Compare(
            HandMade.Cell("ReLU@1", "relu", [0.8, 0.8], null, new SweepValue("train.optimizer.lr", "0.1")),
            HandMade.Cell("Leaky@1", "leaky_relu", [0.9, 0.9], null, new SweepValue("train.optimizer.lr", "0.1")),
            HandMade.Cell("ReLU@2", "relu", [0.5, 0.5], null, new SweepValue("train.optimizer.lr", "1")),
            HandMade.Cell("Leaky@2", "leaky_relu", [0.4, 0.4], null, new SweepValue("train.optimizer.lr", "1"))))!;

        Assert.Equal([0.1, -0.1], chart.Rows("mean").Select(row => (double)row["value"]!));
        Assert.Equal(["Leaky, lr=0.1", "Leaky, lr=1"], chart.Rows("mean").Select(row => ((string)row["row"]!).Split("\nneeds")[0].Replace("\n", ", ")));
    }

    [Fact]
    public void Time_is_the_ratio_of_speeds_with_its_geometric_mean()
    {
        var relu = HandMade.Cell("ReLU", "relu", [0.8, 0.8]).With(row => row with { ImagesPerSecond = 1000 });
        var leaky = HandMade.Cell("Leaky", "leaky_relu", [0.8, 0.8]).With(row => row with { ImagesPerSecond = row.Seed == 1 ? 2000 : 500 });

        var chart = TimeChart.Of(HandMade.Compare(relu, leaky))!;

        Assert.Equal([0.5, 2.0], chart.Rows("seed").Select(row => (double)row["value"]!));
        Assert.Equal(1.0, Assert.Single(chart.Rows("mean"))["value"]);
        Assert.Equal(1.0, Assert.Single(chart.Rows("reference"))["value"]);
    }

    [Fact]
    public void Time_of_trials_on_other_devices_is_nothing()
    {
        var relu = HandMade.Cell("ReLU", "relu", [0.8, 0.8]);
        var leaky = HandMade.Cell("Leaky", "leaky_relu", [0.8, 0.8]).With(row => row with { Device = "cuda:0" });

        Assert.Null(TimeChart.Of(HandMade.Compare(relu, leaky)));
    }
}

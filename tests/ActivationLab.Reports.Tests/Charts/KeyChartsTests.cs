using ActivationLab.Experiments.Sweeps;
using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Tests.Charts;

/// <summary>The charts over the values of a key: slopes, learning rates, depths.</summary>
public sealed class KeyChartsTests
{
    [Fact]
    public void MetricBySlope_has_relu_at_0_and_leaves_learned_slopes_out()
    {
        var chart = MetricBySlopeChart.Of(HandMade.Compare(
            HandMade.Cell("ReLU", "relu", [0.8, 0.9], slope: 0),
            HandMade.Cell("Leaky 0.1", "leaky_relu", [0.7], slope: 0.1),
            HandMade.Cell("Leaky 0.01", "leaky_relu", [0.6], slope: 0.01),
            HandMade.Cell("PReLU", "prelu", [0.95], slope: 0.25)))!;

        Assert.Equal([(0.0, 0.85), (0.1, 0.7), (0.01, 0.6)], chart.Rows("mean").Select(row => ((double)row["position"]!, (double)row["value"]!)));
        Assert.Equal(4, chart.Rows("seed").Count);
        Assert.Contains("\"domain\":[0,0.01,0.1]", chart.Spec.ToJsonString());
    }

    [Fact]
    public void MetricBySlope_of_two_slopes_is_nothing() => Assert.Null(MetricBySlopeChart.Of(HandMade.Compare(
        HandMade.Cell("ReLU", "relu", [0.8], slope: 0), HandMade.Cell("Leaky", "leaky_relu", [0.8], slope: 0.01))));

    [Fact]
    public void SweptKey_has_a_line_a_variant_and_counts_diverged_trials()
    {
        var charts = SweptKeyCharts.Of(HandMade.Compare(LearningRates("0.001", "0.1", "1")));

        Assert.Equal(["test-accuracy-by-train-optimizer-lr", "dead-ratio-by-train-optimizer-lr"], charts.Select(chart => chart.Id));
        Assert.Equal("Test accuracy against learning rate", charts[0].Title);
        Assert.Equal(["ReLU", "Leaky", "ReLU", "Leaky", "Leaky"], charts[0].Rows("mean").Select(row => row["series"]));
        var diverged = charts[0].Rows("diverged");
        Assert.Equal([("ReLU", 1.0, 2, "✕2")], diverged.Select(row => ((string)row["series"]!, (double)row["position"]!, (int)row["n"]!, (string)row["text"]!)));
        Assert.Contains("2 trials diverged", charts[0].Description);
    }

    [Theory]
    [InlineData("0.001", "0.1", true)]
    [InlineData("2", "30", false)]
    public void SweptKey_that_spans_more_than_a_factor_of_20_has_a_logarithmic_axis(string first, string last, bool isLog)
    {
        var chart = SweptKeyCharts.Of(HandMade.Compare(LearningRates(first, last)))[0];

        Assert.Equal(isLog, chart.Spec["encoding"]!["x"]!["scale"]!["type"]!.GetValue<string>() == "log");
    }

    [Fact]
    public void SweptKey_with_0_and_a_wide_span_has_values_at_equal_distances()
    {
        var chart = SweptKeyCharts.Of(HandMade.Compare(LearningRates("0", "0.0001", "0.1")))[0];

        Assert.Equal("ordinal", chart.Spec["encoding"]!["x"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public void SweptKey_that_is_text_has_no_chart() =>
        Assert.Empty(SweptKeyCharts.Of(HandMade.Compare(LearningRates("before", "after"))));

    // At the last rate, ReLU diverges.
    private static StudyCell[] LearningRates(params string[] rates) =>
    [
        .. rates.SelectMany(rate => new[]
        {
            HandMade.Cell($"ReLU@{rate}", "relu", rate == rates[^1] && rates.Length == 3 ? [null, null] : [0.8, 0.82], 0, new SweepValue("train.optimizer.lr", rate)),
            HandMade.Cell($"Leaky@{rate}", "leaky_relu", [0.83, 0.85], 0.01, new SweepValue("train.optimizer.lr", rate)),
        }),
    ];
}

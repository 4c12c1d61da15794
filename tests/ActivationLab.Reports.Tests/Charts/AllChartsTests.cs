using System.Text.RegularExpressions;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Charts;

/// <summary>All charts of studies that have something for each of them.</summary>
public sealed class AllChartsTests
{
    private const int Seeds = 4;

    [Fact]
    public void Of_a_rich_study_draws_every_kind_once_and_in_order()
    {
        var ids = RichCharts().Select(chart => chart.Id).ToList();

        Assert.Equal(
            [
                "metric-by-variant", "differences", "metric-by-slope", "dead-by-layer", "dead-ratio-by-epoch", "accuracy-by-epoch", "loss-by-epoch", "turnover",
                "metric-by-dead-ratio", "learned-slopes", "variance-by-depth", "time",
            ],
            ids);
    }

    [Fact]
    public void Of_a_study_with_groups_has_ids_that_differ()
    {
        var ids = GroupedCharts().Select(chart => chart.Id).ToList();

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", id));
    }

    [Fact]
    public void Of_any_study_says_in_words_what_it_shows_and_draws_from_the_table_alone()
    {
        foreach (var chart in RichCharts().Concat(GroupedCharts()))
        {
            Assert.Contains("n = ", chart.Caption + chart.Description);
            Assert.Equal(chart.Description, chart.Spec["description"]!.GetValue<string>());
            Assert.Equal("table", chart.Spec["data"]!["name"]!.GetValue<string>());
            Assert.DoesNotContain("http", chart.Spec.ToJsonString());
            Assert.False(chart.Spec.ContainsKey("config") || chart.Spec.ContainsKey("width") || chart.Spec.ContainsKey("$schema"));
        }
    }

    [Fact]
    public void Of_ten_variants_with_thirty_seeds_fits_in_a_page()
    {
        StudyCell[] cells = [.. Enumerable.Range(0, 10).Select(i =>
            HandMade.Cell($"V{i}", i == 0 ? "relu" : "leaky_relu", [.. Enumerable.Range(1, 30).Select(seed => (double?)(0.8 + Math.Sin(seed + i) / 30))], 0.01 * i))];
        var histories = HandMade.Histories(cells, trial => HandMade.History(20, 5, 0.1 + 0.01 * trial.Seed));

        var bytes = AllCharts.Of(HandMade.Compare(cells), histories).Sum(chart => chart.Data.ToJson().ToJsonString().Length + chart.Spec.ToJsonString().Length);

        Assert.InRange(bytes, 100_000, 1_500_000);
    }

    [ChartLibrariesFact]
    public void Of_any_study_draws_without_a_warning_and_every_mark()
    {
        var charts = RichCharts().Concat(GroupedCharts().Select(chart => chart with { Id = "grouped-" + chart.Id })).Concat(SingleSeedCharts()).ToList();

        foreach (var (chart, drawn) in charts.Zip(ChartRenderer.Draw(charts)))
        {
            Assert.Equal(chart.Id, drawn.Id);
            Assert.True(drawn.Problems.Count == 0, $"{chart.Id}: {string.Join("; ", drawn.Problems)}");
            Assert.False(Regex.IsMatch(drawn.Svg, "NaN|undefined|Infinity"), $"{chart.Id}: {drawn.Svg}");
            var (seeds, means) = chart.Data.Columns.Contains("mark") ? (chart.Rows("seed").Count, chart.Rows("mean").Count) : (0, 0);
            if (chart.Data.Columns[0] == "mark" && !chart.Data.Columns.Contains("part"))
            {
                Assert.Equal(seeds + means, drawn.Marks["symbol"]);
                Assert.Equal(chart.Rows("mean").Count(row => row["low"] is not null) + chart.Rows("reference").Count, drawn.Marks.GetValueOrDefault("rule"));
                Assert.Equal(chart.Rows("diverged").Count, drawn.Marks.GetValueOrDefault("text"));
            }
            else if (chart.Id.EndsWith("dead-by-layer"))
            {
                Assert.Equal((chart.Data.Rows.Count, chart.Data.Rows.Count), (drawn.Marks["rect"], drawn.Marks["text"]));
            }
            else if (chart.Id.EndsWith("metric-by-dead-ratio"))
            {
                Assert.Equal(chart.Data.Rows.Count, drawn.Marks["symbol"]);
            }
            else
            {
                // A mark on the line at every mean, and a point of a line for every seed and mean.
                Assert.Equal(means, drawn.Marks["symbol"]);
                Assert.Equal(seeds + means, drawn.Marks["line"]);
            }
        }
    }

    private static IReadOnlyList<Chart> RichCharts()
    {
        StudyCell[] cells =
        [
            Cell("ReLU", "relu", 0.80, 0), Cell("Leaky 0.01", "leaky_relu", 0.81, 0.01), Cell("Leaky 0.1, \"quoted\" <b>", "leaky_relu", 0.82, 0.1),
            Cell("PReLU", "prelu", 0.83, 0.25),
        ];
        return AllCharts.Of(HandMade.Compare(cells), HandMade.Histories(cells, trial => History(trial, learns: trial.Row.Activation == "prelu")));
    }

    private static IReadOnlyList<Chart> GroupedCharts()
    {
        StudyCell[] cells =
        [
            .. new[] { "0.001", "0.01", "0.1", "1" }.SelectMany(rate => new[]
            {
                Cell($"ReLU@{rate}", "relu", 0.6, 0, new SweepValue("train.optimizer.lr", rate)),
                Cell($"Leaky@{rate}", "leaky_relu", 0.7, 0.01, new SweepValue("train.optimizer.lr", rate)),
            }),
            HandMade.Cell("ReLU@10", "relu", [null, 0.1], 0, new SweepValue("train.optimizer.lr", "10")),
            HandMade.Cell("Leaky@10", "leaky_relu", [null, null], 0.01, new SweepValue("train.optimizer.lr", "10")),
        ];
        return AllCharts.Of(HandMade.Compare(cells), HandMade.Histories(cells, trial => History(trial, learns: false)));
    }

    private static IEnumerable<Chart> SingleSeedCharts()
    {
        StudyCell[] cells = [HandMade.Cell("ReLU", "relu", [0.8]), HandMade.Cell("Leaky", "leaky_relu", [0.8], 0.01)];
        return AllCharts.Of(HandMade.Compare(cells), HandMade.Histories(cells, trial => History(trial, learns: false))).Select(chart => chart with { Id = "single-" + chart.Id });
    }

    private static StudyCell Cell(string name, string activation, double accuracy, double slope, params SweepValue[] settings) =>
        HandMade.Cell(name, activation, [.. Enumerable.Range(1, Seeds).Select(seed => (double?)(accuracy + 0.003 * seed * seed))], slope, settings)
            .With(row => row with { DeadRatio = 0.02 * row.Seed, ImagesPerSecond = 1000 + 10 * row.Seed });

    private static TrialHistory History(StudyTrial trial, bool learns)
    {
        var history = HandMade.History(3, 3, 0.05 * trial.Seed);
        return new TrialHistory(
            [.. history.Epochs.Select(row => row with { Died = trial.Seed, Revived = 1 })],
            [.. history.Layers.Select(row => learns ? row with { SlopeMin = 0.1, SlopeMean = 0.25 - 0.01 * row.Epoch, SlopeMax = 0.3 } : row)]);
    }
}

using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Reports.Analysers;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;
using ActivationLab.Reports.Tables;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Analysers;

public sealed class AnalysisTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Of_a_clean_study_says_only_why_test_images_may_be_looked_at() =>
        Assert.Equal(["test-data"], Conclude(Pairs(6)).Select(conclusion => conclusion.Id));

    [Fact]
    public void Of_a_figure_of_the_validation_split_says_nothing() => Assert.Empty(Conclude(Pairs(6), "val_accuracy"));

    [Fact]
    public void Of_fewer_than_five_trials_warns() => Says(Conclude(Pairs(4)), "few-seeds", "fewer than 5 completed trials in all cells");

    [Fact]
    public void Of_cells_with_other_seeds_warns() => Says(Conclude(Pairs(6).Append(StudyFiles.Relu(7, 0.85))), "unequal-seeds", "6 to 7 seeds");

    [Fact]
    public void Of_trials_that_ended_badly_counts_each_way() => Assert.Collection(
        Conclude(Pairs(6).Select(row => (row.Activation, row.Seed) switch
        {
            ("leaky_relu", 1 or 2) => StudyFiles.Diverged(row),
            ("leaky_relu", 3) => StudyFiles.Diverged(row) with { Status = RunStatus.Failed },
            ("relu", 4) => StudyFiles.Diverged(row) with { Status = RunStatus.Interrupted },
            _ => row,
        })).Where(conclusion => conclusion.Id is "diverged" or "failed" or "interrupted"),
        diverged => Assert.StartsWith("2 of 12 trials diverged (leaky_relu: 2)", diverged.Text),
        failed => Assert.StartsWith("1 of 12 trials failed (leaky_relu: 1)", failed.Text),
        interrupted => Assert.StartsWith("1 of 12 trials interrupted (relu: 1)", interrupted.Text));

    [Theory]
    [InlineData(null)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(1e308)]
    [InlineData(-1e308)]
    public void Of_a_completed_trial_without_a_usable_figure_warns_and_counts_it_in_the_table(double? figure)
    {
        _files.Write([.. Pairs(6).Select(row => row is { Activation: "relu", Seed: 2 } ? row with { TestAccuracy = figure } : row)]);

        var comparison = Comparer.Compare(StudyReader.Read(_files.Folder), new ComparisonOptions());

        Says(comparison.Conclusions, "without-figure", "1 trial completed and has no usable test_accuracy: blank, not finite or beyond 1e100 (relu: 1)");
        Assert.Equal(Severity.Warning, comparison.Conclusions.Single(conclusion => conclusion.Id == "without-figure").Severity);
        Assert.Contains(ComparisonTable.Of(comparison).Figures.Rows, row => row.IsBaseline && row.Cells.Contains("5") && row.Cells.Contains("1 without figure"));
    }

    [Fact]
    public void Of_planned_trials_without_results_counts_them()
    {
        _files.Plan([.. Enumerable.Range(1, 8).Select(seed => new PlannedTrialRow { Cell = "mlp-relu-11111111", Seed = seed, Settings = "model.activation=relu" })]);

        Says(Conclude(Pairs(6)), "missing", "2 of 14 planned trials have no result yet");
    }

    [Theory]
    [InlineData(6, Severity.Error)]
    [InlineData(2, Severity.Warning)]
    public void Of_a_baseline_that_diverged_says_how_much(int seeds, Severity severity)
    {
        var conclusions = Conclude(Pairs(6).Select(row => row.Activation == "relu" && row.Seed <= seeds ? StudyFiles.Diverged(row) : row));

        Assert.Equal(severity, conclusions.Single(conclusion => conclusion.Id == "baseline-diverged").Severity);
        Assert.Equal(conclusions.Select(conclusion => conclusion.Severity).OrderDescending(), conclusions.Select(conclusion => conclusion.Severity));
    }

    [Fact]
    public void Of_a_group_without_baseline_warns() => Says(
        Conclude(Pairs(6).Concat(Pairs(6).Where(row => row.Activation != "relu").Select(row => row with { Cell = "other", Lr = 1 }))), "missing-baseline", "lr=1");

    [Theory]
    [InlineData(0.1, 0.2, 0.3, "0.3, the largest")]
    [InlineData(0.3, 0.2, 0.1, null)]
    [InlineData(0.1, 0.3, 0.2, null)]
    public void Of_a_best_slope_at_the_edge_of_the_grid_warns(double zero, double small, double large, string? expected)
    {
        var conclusions = Conclude(Enumerable.Range(1, 5).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed, 0.5 + zero + 0.001 * seed), StudyFiles.Leaky(0.1, seed, 0.5 + small + 0.001 * seed), StudyFiles.Leaky(0.3, seed, 0.5 + large + 0.001 * seed),
        }));

        if (expected is null)
            Assert.DoesNotContain(conclusions, conclusion => conclusion.Id == "slope-at-edge");
        else
            Says(conclusions, "slope-at-edge", expected);
    }

    [Fact]
    public void Of_a_smallest_slope_above_zero_that_is_best_warns() => Says(
        Conclude(new[] { 0.1, 0.2, 0.3 }.SelectMany(slope => Enumerable.Range(1, 5).Select(seed => StudyFiles.Leaky(slope, seed, 0.9 - slope + 0.001 * seed)))),
        "slope-at-edge", "0.1, the smallest");

    [Fact]
    public void Of_trials_under_different_conditions_names_them()
    {
        var conclusions = Conclude(Pairs(6).Select(row => row.Seed == 1
            ? row with { Device = "cuda:0", Threads = 4, StackMembers = 8, DataVariant = "jpeg-copy" }
            : row with { DataVariant = "original" }));

        Says(conclusions, "mixed-devices", "cpu and cuda:0");
        Says(conclusions, "mixed-threads", "1 and 4 threads");
        Says(conclusions, "mixed-stacks", "1 and 8");
        Says(conclusions, "mixed-data", "jpeg-copy and original");
        Says(conclusions, "jpeg-copy", "not as CIFAR-10's");
    }

    [Fact]
    public void Of_run_folders_of_different_versions_names_them()
    {
        _files.Write(Pairs(6));
        Environment("mlp-relu-11111111", 1, "1.13.1", "aaaa");
        Environment("mlp-relu-11111111", 2, "2.4.0", "bbbb");
        Directory.CreateDirectory(Path.Combine(_files.Folder, "mlp-relu-11111111", "seed-3"));
        File.WriteAllText(Path.Combine(_files.Folder, "mlp-relu-11111111", "seed-3", RunFiles.Environment), "{ not json");

        var conclusions = Conclude(Pairs(6));

        Says(conclusions, "mixed-libtorch", "1.13.1 and 2.4.0");
        Says(conclusions, "mixed-versions", "+aaaa and ");
    }

    [Fact]
    public void Of_last_epochs_below_the_best_warns() => Says(
        Conclude(Pairs(6).Select(row => row.Activation == "relu" ? row with { ValAccuracyBest = row.ValAccuracy + 0.02 } : row)), "last-below-best", "2 points below that of the best epoch in relu");

    [Fact]
    public void Of_a_figure_that_does_not_vary_says_so() =>
        Says(Conclude(Pairs(6).Select(row => row with { TestAccuracy = 0.75 })), "all-tied", "every seed is a tie with the baseline in leaky_relu");

    [Fact]
    public void Of_networks_that_learned_nothing_warns() =>
        Says(Conclude(Pairs(6).Select(row => row.Seed == 1 ? row with { TestAccuracy = 0.1 } : row)), "chance-level", "2 completed trials learned nothing");

    [Fact]
    public void Of_many_comparisons_says_what_the_correction_hides() => Says(
        Conclude(Enumerable.Range(1, 21).SelectMany(slope => Enumerable.Range(1, 5).Select(seed => StudyFiles.Leaky(slope / 100.0, seed, 0.8 + 0.001 * seed)))
            .Concat(Enumerable.Range(1, 5).Select(seed => StudyFiles.Relu(seed, 0.8)))), "large-family", "21 comparisons");

    [Fact]
    public void Of_more_pairs_than_are_counted_states_the_error_of_p() => Says(Conclude(Pairs(SignFlipTest.MostExact + 1)), "drawn-permutations", "its standard error is at most 0.");

    private static IEnumerable<RunRow> Pairs(int seeds) => Enumerable.Range(1, seeds).SelectMany(seed => new[]
    {
        StudyFiles.Relu(seed, 0.8 + 0.001 * seed), StudyFiles.Leaky(0.1, seed, 0.81 + 0.002 * (seed % 5)),
    });

    private static void Says(IReadOnlyList<Conclusion> conclusions, string id, string text) =>
        Assert.Contains(text, conclusions.Single(conclusion => conclusion.Id == id).Text);

    private IReadOnlyList<Conclusion> Conclude(IEnumerable<RunRow> rows, string metric = "test_accuracy") =>
        Comparer.Compare(StudyReader.Read(_files.Write([.. rows]).Folder), new ComparisonOptions { Metric = metric }).Conclusions;

    private void Environment(string cell, long seed, string libtorch, string commit)
    {
        var record = EnvironmentRecord.Capture(
            new TorchRecord("system", libtorch, null, null), "cpu", 1, new DataRecord("mnist", "original", new Dictionary<string, string>()), seed, "activationlab train", DateTimeOffset.UnixEpoch);
        var folder = Directory.CreateDirectory(Path.Combine(_files.Folder, cell, $"seed-{seed}")).FullName;
        File.WriteAllText(Path.Combine(folder, RunFiles.Environment), (record with { Commit = commit }).ToJson());
    }
}

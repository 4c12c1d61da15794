using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Comparisons;

public sealed class ComparerTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    // Leaky is better by 0.01, 0.02, … 0.08: mean 0.045, of 2^8 signs only all plus and all minus are as extreme.
    [Fact]
    public void Compare_eight_pairs_gives_the_figures_of_the_closed_forms()
    {
        var comparison = Compare([.. Seeds(8).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed, 0.8) with { ImagesPerSecond = 1000, DeadRatio = 0.5 },
            StudyFiles.Leaky(0.1, seed, 0.8 + 0.01 * seed) with { ImagesPerSecond = 500, DeadRatio = 0.25 },
        })]);

        var group = Assert.Single(comparison.Groups);
        Assert.Equal("relu", group.Baseline!.Label);
        Assert.Null(group.Baseline.Difference);
        var leaky = group.Cells.Single(cell => cell != group.Baseline);
        Assert.Equal("leaky_relu", leaky.Label);
        Assert.Equal(0.845, leaky.Metric!.Mean, 12);
        Assert.Equal((8L, 1L), (leaky.BestSeed!.Value, leaky.WorstSeed!.Value));
        Assert.Equal(0.25, leaky.DeadRatio!.Mean);
        Assert.Equal((2.0, 8), (Math.Round(leaky.SecondsRatio!.Value, 12), leaky.SecondsRatio.Pairs));
        var difference = leaky.Difference!;
        Assert.Equal(8, difference.Pairs);
        Assert.Equal(0.045, difference.Differences!.Mean, 12);
        // Variance of 1 … 8 with divisor 7 is 6; t for 7 degrees of freedom at 97.5 % is 2.364624.
        Assert.Equal(2.364624251 * 0.01 * Math.Sqrt(6.0 / 8), difference.Differences.MeanInterval!.Value.HalfWidth, 9);
        Assert.Equal(2.0 / 256, difference.Permutation!.P, 12);
        Assert.Equal(2.0 / 256, difference.AdjustedP!.Value, 12);
        Assert.Equal(2.0 / 256, difference.WilcoxonP!.Value, 12);
        Assert.Equal(1, difference.Improvement!.Probability);
        Assert.Equal(Verdict.SignificantAndMeaningful, difference.Verdict);
        Assert.True(difference.IsBetter());
    }

    [Fact]
    public void Compare_several_cells_corrects_p_for_all_of_them()
    {
        var comparison = Compare([.. Seeds(8).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed, 0.8), StudyFiles.Leaky(0.1, seed, 0.8 + 0.01 * seed), StudyFiles.Leaky(0.2, seed, 0.8 + 0.01 * seed),
            StudyFiles.Leaky(0.3, seed, 0.8 + 0.01 * (seed % 2 == 0 ? seed : -seed)),
        })]);

        var differences = comparison.Cells.Select(cell => cell.Difference).OfType<PairedDifference>().ToList();
        Assert.Equal(3, differences.Count);
        Assert.All(differences.Take(2), difference => Assert.Equal(3 * 2.0 / 256, difference.AdjustedP!.Value, 12));
        Assert.Equal(Verdict.NotSignificant, differences[2].Verdict);
        Assert.Equal(differences[2].Permutation!.P, differences[2].AdjustedP);
    }

    [Theory]
    [InlineData(5, Verdict.TooFewPairs)]
    [InlineData(6, Verdict.SignificantAndMeaningful)]
    public void Compare_too_few_pairs_is_never_no_difference(int seeds, Verdict verdict)
    {
        var comparison = Compare([.. Seeds(seeds).SelectMany(seed => new[] { StudyFiles.Relu(seed, 0.8), StudyFiles.Leaky(0.1, seed, 0.8 + 0.01 * seed) })]);

        var difference = comparison.Cells.Select(cell => cell.Difference).OfType<PairedDifference>().Single();
        Assert.Equal(verdict, difference.Verdict);
        Assert.Equal(6, difference.NeededPairs);
        if (verdict == Verdict.TooFewPairs)
            Assert.Equal("n too small to tell (needs ≥ 6)", difference.InWords());
    }

    // Of four comparisons the first has 4 · 2 / 2^8 < 0.05; then the second needs 3 · 2 / 2^7 < 0.05 only, though alone 4 · 2 / 2^7 would not do.
    [Fact]
    public void Compare_fewer_pairs_after_a_success_of_another_is_significant_by_Holm()
    {
        var comparison = Compare([.. Seeds(8).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed, 0.8), StudyFiles.Leaky(0.1, seed, 0.8 + 0.01 * seed), StudyFiles.Leaky(0.3, seed, 0.8), StudyFiles.Leaky(0.4, seed, 0.8),
        }), .. Seeds(7).Select(seed => StudyFiles.Leaky(0.2, seed, 0.8 + 0.01 * seed))]);

        var second = comparison.Cells.Single(cell => cell.Label == "leaky_relu, slope 0.2").Difference!;
        Assert.Equal((7, 8, Verdict.SignificantAndMeaningful), (second.Pairs, second.NeededPairs, second.Verdict));
        Assert.Equal(3 * 2.0 / 128, second.AdjustedP!.Value, 12);
    }

    // As binary fractions 0.93 - 0.92, 0.83 - 0.82 and their like are eight different numbers.
    [Fact]
    public void Compare_equal_decimal_differences_are_equal()
    {
        var comparison = Compare([.. Seeds(8).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed, Math.Round(0.8 + 0.013 * seed, 3)), StudyFiles.Leaky(0.1, seed, Math.Round(0.81 + 0.013 * seed, 3)),
        })]);

        var difference = comparison.Cells.Single(cell => cell.Difference is not null).Difference!;
        Assert.Equal((0.01, 0.01, 0.0), (difference.Differences!.Min, difference.Differences.Max, difference.Differences.Std!.Value));
    }

    // On average better where it completes, but it diverges at more seeds than it completes: neither is called better.
    [Fact]
    public void Compare_a_mean_and_a_probability_that_point_to_different_sides_is_not_significant()
    {
        var comparison = Compare([.. Seeds(30).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed, 0.8), seed <= 8 ? StudyFiles.Leaky(0.1, seed, 0.8 + 0.01 * seed) : StudyFiles.Diverged(StudyFiles.Leaky(0.1, seed)),
        })]);

        var difference = comparison.Cells.Single(cell => cell.Difference is not null).Difference!;
        Assert.True(difference is { AdjustedP: < 0.05, Improvement.Interval.High: < 0.5, Differences.Mean: > 0 });
        Assert.Equal(Verdict.NotSignificant, difference.Verdict);
    }

    [Fact]
    public void Compare_a_seed_at_which_one_diverged_is_won_by_the_other_and_no_pair()
    {
        var comparison = Compare([.. Seeds(4).SelectMany(seed => new[]
        {
            seed == 1 ? StudyFiles.Diverged(StudyFiles.Relu(seed)) : StudyFiles.Relu(seed, 0.8),
            seed <= 2 ? StudyFiles.Leaky(0.1, seed, 0.9) : seed == 3 ? StudyFiles.Diverged(StudyFiles.Leaky(0.1, seed)) : StudyFiles.Leaky(0.1, seed, 0.8),
        })]);

        var difference = comparison.Cells.Select(cell => cell.Difference).OfType<PairedDifference>().Single();
        Assert.Equal(2, difference.Pairs);
        Assert.Equal(0.05, difference.Differences!.Mean, 12);
        // won, won, lost, tied
        Assert.Equal(2.5 / 4, difference.Improvement!.Probability);
    }

    [Fact]
    public void Compare_a_metric_of_which_less_is_better_turns_better_around()
    {
        var comparison = Compare([.. Seeds(8).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed) with { DeadRatio = 0.5 }, StudyFiles.Leaky(0.1, seed) with { DeadRatio = 0.01 * seed },
        })], new ComparisonOptions { Metric = "dead_ratio" });

        var leaky = comparison.Cells.Single(cell => cell.Difference is not null);
        Assert.True(leaky.Difference!.Differences!.Mean < 0);
        Assert.True(leaky.Difference.IsBetter());
        Assert.Equal((1L, 8L), (leaky.BestSeed!.Value, leaky.WorstSeed!.Value));
    }

    [Fact]
    public void Compare_times_of_other_conditions_gives_no_ratio()
    {
        var comparison = Compare([.. Seeds(4).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed), StudyFiles.Leaky(0.1, seed) with { Threads = 2 }, StudyFiles.Leaky(0.2, seed) with { StackMembers = 4 },
            StudyFiles.Leaky(0.3, seed) with { Device = seed == 1 ? "cpu" : "cuda:0" },
        })]);

        Assert.Equal([null, null, null, 1], comparison.Cells.Select(cell => cell.SecondsRatio?.Pairs).Order());
    }

    [Fact]
    public void Compare_cells_that_differ_in_other_keys_too_compares_within_groups()
    {
        var comparison = Compare([.. Seeds(3).SelectMany(seed => new[] { 0.1, 0.01 }.SelectMany(lr => new[]
        {
            StudyFiles.Relu(seed) with { Cell = $"mlp-relu-{lr * 100:00000000}", Lr = lr },
            StudyFiles.Leaky(0.1, seed) with { Cell = $"mlp-leaky_relu-0.1-{lr * 100:00000000}", Lr = lr },
        }))]);

        Assert.Equal(["lr=0.01", "lr=0.1"], comparison.Groups.Select(group => group.Context).Order());
        Assert.All(comparison.Groups, group => Assert.Equal("relu", group.Baseline!.Label));
        Assert.Equal(["model.activation"], comparison.By);
    }

    [Fact]
    public void Compare_a_figure_that_no_trial_has_says_so()
    {
        var error = Assert.Throws<UserException>(() => Compare(
            [.. Seeds(2).Select(seed => StudyFiles.Relu(seed) with { DormantRatio = null })], new ComparisonOptions { Metric = "dormant_ratio" }));

        Assert.Equal(1, error.ExitCode);
        Assert.Contains("no trial has a figure for dormant_ratio", error.Message);
    }

    private static IEnumerable<long> Seeds(int count) => Enumerable.Range(1, count).Select(seed => (long)seed);

    private Comparison Compare(IReadOnlyList<RunRow> rows, ComparisonOptions? options = null) =>
        Comparer.Compare(StudyReader.Read(_files.Write(rows).Folder), options ?? new ComparisonOptions());
}

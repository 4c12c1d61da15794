using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Comparisons;

public sealed class BaselineTests : IDisposable
{
    private static readonly RunRow[] s_slopes = [StudyFiles.Relu(1), StudyFiles.Leaky(0.01, 1), StudyFiles.Leaky(0.1, 1)];

    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(null, "relu")]
    [InlineData("relu", "relu")]
    [InlineData("ReLU", "relu")]
    [InlineData("mlp-relu", "relu")]
    [InlineData("0.1", "leaky_relu, slope 0.1")]
    [InlineData("1e-1", "leaky_relu, slope 0.1")]
    [InlineData("leaky_relu, slope 0.01", "leaky_relu, slope 0.01")]
    [InlineData("model.activation.negative_slope=0.01", "leaky_relu, slope 0.01")]
    [InlineData("mlp-leaky_relu-0.01", "leaky_relu, slope 0.01")]
    public void Baseline_is_found_by_whatever_names_it(string? baseline, string expected) =>
        Assert.Equal(expected, Compare(s_slopes, new ComparisonOptions { Baseline = baseline }).Groups[0].Baseline!.Label);

    [Theory]
    [InlineData("leaky_relu", "can be any of leaky_relu, slope 0.01; leaky_relu, slope 0.1; give one of these")]
    [InlineData("prellu", "there is no such cell (did you mean relu?); there are leaky_relu, slope 0.01; leaky_relu, slope 0.1; relu")]
    public void Baseline_that_is_ambiguous_or_unknown_lists_the_candidates(string baseline, string expected)
    {
        var error = Assert.Throws<UserException>(() => Compare(s_slopes, new ComparisonOptions { Baseline = baseline }));

        Assert.Equal((2, $"baseline {baseline}: {expected}"), (error.ExitCode, error.Message));
    }

    [Fact]
    public void Baseline_relu_without_relu_is_slope_zero() =>
        Assert.Equal("slope 0", Compare([StudyFiles.Leaky(0.1, 1), StudyFiles.Leaky(0, 1)], new ComparisonOptions { Baseline = "relu" }).Groups[0].Baseline!.Label);

    [Fact]
    public void Baseline_by_default_without_relu_is_the_first() =>
        Assert.Equal("slope 0.1", Compare([StudyFiles.Leaky(0.1, 1), StudyFiles.Leaky(0.2, 1)]).Groups[0].Baseline!.Label);

    [Fact]
    public void By_default_compares_variants_that_differ_in_activation_within_other_keys()
    {
        PlanVariants(("ReLU", StudyFiles.Relu(1)), ("Leaky", StudyFiles.Leaky(0.1, 1)));

        var comparison = Compare(Rows(StudyFiles.Relu(1), StudyFiles.Leaky(0.1, 1)));

        Assert.Equal(["variant"], comparison.By);
        Assert.Equal(["lr=0.01", "lr=0.1"], comparison.Groups.Select(group => group.Context));
        Assert.All(comparison.Groups, group => Assert.Equal(["ReLU", "Leaky"], group.Cells.Select(cell => cell.Label)));
        Assert.All(comparison.Groups, group => Assert.Equal("ReLU", group.Baseline!.Label));
    }

    [Fact]
    public void By_default_compares_activations_within_variants_of_something_else()
    {
        var before = StudyFiles.Relu(1) with { Cell = "before", BatchNorm = "before" };
        var after = StudyFiles.Relu(1) with { Cell = "after", BatchNorm = "after" };
        _files.Plan(new[] { ("Before", before), ("After", after) }.SelectMany(variant => new[] { "relu", "leaky_relu" }.Select(activation => new PlannedTrialRow
        {
            Cell = $"{variant.Item2.Cell}-{activation}",
            Seed = 1,
            Variant = variant.Item1,
            Settings = $"model.activation={activation}",
        })));

        var comparison = Compare([.. new[] { before, after }.SelectMany(row => new[] { "relu", "leaky_relu" }.Select(activation => row with { Cell = $"{row.Cell}-{activation}", Activation = activation }))]);

        Assert.Equal(["model.activation"], comparison.By);
        Assert.Equal(["Before", "After"], comparison.Groups.Select(group => group.Context));

        var byBatchNorm = Compare([.. comparison.Study.Trials.Select(trial => trial.Row)], new ComparisonOptions { By = ["batch_norm"], Baseline = "After" });
        Assert.Equal(["variant"], byBatchNorm.By);
        Assert.Equal(["activation=relu", "activation=leaky_relu"], byBatchNorm.Groups.Select(group => group.Context));
        Assert.All(byBatchNorm.Groups, group => Assert.Equal("After", group.Baseline!.Label));
    }

    [Theory]
    [InlineData("train.optimizer.lr")]
    [InlineData("lr")]
    public void By_another_key_compares_its_values_within_activations(string key)
    {
        PlanVariants(("ReLU", StudyFiles.Relu(1)), ("Leaky", StudyFiles.Leaky(0.1, 1)));

        var comparison = Compare(Rows(StudyFiles.Relu(1), StudyFiles.Leaky(0.1, 1)), new ComparisonOptions { By = [key], Baseline = "0.1" });

        Assert.Equal(["train.optimizer.lr"], comparison.By);
        Assert.Equal(["ReLU", "Leaky"], comparison.Groups.Select(group => group.Context));
        Assert.All(comparison.Groups, group => Assert.Equal("lr 0.1", group.Baseline!.Label));
    }

    [Theory]
    [InlineData("train.epochs", "the cells do not differ in it; they differ in model.activation, model.activation.negative_slope")]
    [InlineData("model.activatoin", "no key in which cells differ (did you mean model.activation?); they differ in model.activation, model.activation.negative_slope")]
    public void By_a_key_that_does_not_differ_says_which_do(string key, string expected)
    {
        var error = Assert.Throws<UserException>(() => Compare(s_slopes, new ComparisonOptions { By = [key] }));

        Assert.Equal((2, $"by {key}: {expected}"), (error.ExitCode, error.Message));
    }

    [Fact]
    public void By_default_never_compares_accuracies_on_different_images()
    {
        var comparison = Compare([StudyFiles.Relu(1), StudyFiles.Relu(1) with { Cell = "fashion", Data = "fashion_mnist" }]);

        Assert.Equal(2, comparison.Groups.Count);
        Assert.All(comparison.Cells, cell => Assert.Null(cell.Difference));
    }

    [Fact]
    public void By_default_of_cells_drawn_at_random_compares_all_that_differs()
    {
        var comparison = Compare([.. Enumerable.Range(1, 4).Select(number => StudyFiles.Leaky(0.1 * number, 1) with { Lr = 0.01 * number })]);

        Assert.Single(comparison.Groups);
        Assert.Equal(["model.activation.negative_slope", "train.optimizer.lr"], comparison.By);
    }

    private static RunRow[] Rows(params RunRow[] rows) =>
        [.. new[] { 0.01, 0.1 }.SelectMany(lr => rows.Select(row => row with { Cell = FormattableString.Invariant($"{row.Cell}-{lr}"), Lr = lr }))];

    private void PlanVariants(params (string Name, RunRow Row)[] variants) => _files.Plan(new[] { 0.01, 0.1 }.SelectMany(lr => variants.Select(variant => new PlannedTrialRow
    {
        Cell = FormattableString.Invariant($"{variant.Row.Cell}-{lr}"),
        Seed = 1,
        Variant = variant.Name,
        Settings = FormattableString.Invariant($"train.optimizer.lr={lr}"),
    })));

    private Comparison Compare(IReadOnlyList<RunRow> rows, ComparisonOptions? options = null) =>
        Comparer.Compare(StudyReader.Read(_files.Write(rows).Folder), options ?? new ComparisonOptions());
}

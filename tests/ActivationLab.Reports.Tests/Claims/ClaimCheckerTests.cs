using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Reports.Claims;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Claims;

public sealed class ClaimCheckerTests : IDisposable
{
    private const string ReluCell = "mlp-relu-11111111", LeakyCell = "mlp-leaky_relu-0.1-22222222";

    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    // Twelve seeds; the leaky network is better by 0.009, 0.010 or 0.011, four times each: mean 0.01, deviation √(8/11) · 0.001.
    private static IEnumerable<RunRow> Rows => Enumerable.Range(1, 12).SelectMany(seed => new[]
    {
        StudyFiles.Relu(seed, 0.85 + 0.001 * seed),
        StudyFiles.Row(LeakyCell, seed, 0.85 + 0.001 * seed + 0.009 + 0.001 * (seed % 3)) with { NegativeSlope = 0.1 },
    });

    private static IEnumerable<PlannedTrialRow> Plan(string reluSettings = "", string leakySettings = "") => Enumerable.Range(1, 12).SelectMany(seed => new[]
    {
        new PlannedTrialRow { Cell = ReluCell, Seed = seed, Variant = "ReLU", Settings = reluSettings },
        new PlannedTrialRow { Cell = LeakyCell, Seed = seed, Variant = "Leaky", Settings = leakySettings },
    });

    private CheckedClaim Check(params Prediction[] predictions) =>
        new ClaimChecker(_files.Runs).Check(new ClaimsFile { Claims = [Claim(predictions)] })[0];

    private static ClaimSettings Claim(params Prediction[] predictions) =>
        new() { Id = "leaky-wins", Claim = "Leaky wins.", From = "here", Design = "by hand", Study = "study", Predictions = predictions };

    private static Prediction Leaky(Expectation expect, double margin) => new() { Variant = "Leaky", Against = "ReLU", Expect = expect, Margin = margin };

    [Fact]
    public void Check_pairs_by_seed_and_has_the_mean_its_t_interval_and_the_exact_p()
    {
        _files.Write(Rows).Plan(Plan());

        var check = Check(Leaky(Expectation.Higher, 0.005)).Predictions[0];

        Assert.Equal(12, check.Values.Count);
        Assert.Equal(0.010, check.Summary!.Mean, 12);
        // 2.2009851600916384: the 97.5 % quantile of Student's t with 11 degrees of freedom, from R's qt(0.975, 11).
        var half = 2.2009851600916384 * 0.001 * Math.Sqrt(8.0 / 11) / Math.Sqrt(12);
        Assert.Equal(0.010 - half, check.Summary.MeanInterval!.Value.Low, 12);
        Assert.Equal(0.010 + half, check.Summary.MeanInterval!.Value.High, 12);
        Assert.Equal(2 / Math.Pow(2, 12), check.P!.Value, 15);
        Assert.Equal((0.8665, 0.8565), (Math.Round(check.Variant!.Value, 10), Math.Round(check.Against!.Value, 10)));
    }

    [Theory]
    [InlineData(Expectation.Higher, 0, ClaimVerdict.Holds, "")]
    [InlineData(Expectation.Higher, 0.0099, ClaimVerdict.Holds, "")]
    [InlineData(Expectation.Higher, 0.0102, ClaimVerdict.Undecided, "more than chance, but perhaps below the margin")]
    [InlineData(Expectation.Higher, 0.02, ClaimVerdict.DoesNotHold, "the difference is below the margin")]
    [InlineData(Expectation.Lower, 0, ClaimVerdict.DoesNotHold, "it is the other way round")]
    [InlineData(Expectation.Lower, 0.005, ClaimVerdict.DoesNotHold, "it is the other way round")]
    [InlineData(Expectation.Same, 0.02, ClaimVerdict.Holds, "")]
    [InlineData(Expectation.Same, 0.010, ClaimVerdict.Undecided, "the interval reaches beyond the margin")]
    [InlineData(Expectation.Same, 0.005, ClaimVerdict.DoesNotHold, "differs by more than the margin")]
    public void Check_verdict_and_its_reason_follow_the_interval_and_the_margin(Expectation expect, double margin, ClaimVerdict verdict, string reason)
    {
        _files.Write(Rows).Plan(Plan());

        var claim = Check(Leaky(expect, margin));

        Assert.Equal((verdict, reason), (claim.Verdict, claim.Lines.Single().Reason));
    }

    [Fact]
    public void Check_five_seeds_cannot_decide_that_there_is_a_difference()
    {
        _files.Write(Rows.Where(row => row.Seed <= 5)).Plan(Plan().Where(trial => trial.Seed <= 5));

        var check = Check(Leaky(Expectation.Higher, 0)).Predictions[0];

        Assert.Equal(2 / Math.Pow(2, 5), check.P!.Value, 15);
        Assert.Equal((ClaimVerdict.Undecided, "n too small to tell (needs ≥ 6)"), (check.Verdict, FindingLine.Of(check).Reason));
    }

    [Fact]
    public void Check_p_is_adjusted_over_all_predictions_of_a_difference_that_count_and_asides_decide_nothing()
    {
        _files.Write(Rows).Plan(Plan());
        var file = new ClaimsFile
        {
            Claims =
            [
                Claim(Leaky(Expectation.Higher, 0.005), Leaky(Expectation.Lower, 0.005) with { Aside = true }, Leaky(Expectation.Same, 0.02)),
                Claim(Leaky(Expectation.Higher, 0.005)) with { Id = "again" },
            ],
        };

        var claims = new ClaimChecker(_files.Runs).Check(file);

        // Two of equal p: Holm multiplies the smallest by two, and no other may be below it. The aside is a family of its own.
        var p = 2 / Math.Pow(2, 12);
        Assert.Equal([2 * p, p, null, 2 * p], claims.SelectMany(claim => claim.Predictions).Select(check => check.AdjustedP));
        Assert.Equal([ClaimVerdict.Holds, ClaimVerdict.Holds], claims.Select(claim => claim.Verdict));
    }

    [Fact]
    public void Check_claim_of_which_one_prediction_holds_and_another_does_not_holds_in_part()
    {
        _files.Write(Rows).Plan(Plan());

        var claim = Check(Leaky(Expectation.Higher, 0.005), Leaky(Expectation.Lower, 0.005), Leaky(Expectation.Same, 0.010));

        Assert.Equal((ClaimVerdict.HoldsInPart, "holds in part"), (claim.Verdict, claim.VerdictInWords));
    }

    [Fact]
    public void Check_a_diverged_trial_is_left_out_and_counted_or_counts_as_the_number_given()
    {
        _files.Write(Rows.Select(row => row is { Cell: LeakyCell, Seed: 3 } ? StudyFiles.Diverged(row) : row)).Plan(Plan());

        var without = Check(Leaky(Expectation.Higher, 0)).Predictions[0];
        var with = Check(Leaky(Expectation.Higher, 0) with { DivergedCountsAs = 0.1 }).Predictions[0];

        Assert.Equal((11, 1, 0), (without.Values.Count, without.LeftOut, without.Imputed));
        Assert.Equal((12, 0, 1), (with.Values.Count, with.LeftOut, with.Imputed));
        Assert.Equal(0.1 - 0.853, with.Values[2], 12);
    }

    [Fact]
    public void Check_a_planned_seed_without_a_row_is_left_out_and_counted()
    {
        _files.Write(Rows.Where(row => row.Seed != 7 || row.Cell == ReluCell)).Plan(Plan());

        var check = Check(Leaky(Expectation.Higher, 0)).Predictions[0];

        Assert.Equal((11, 1), (check.Values.Count, check.LeftOut));
        Assert.DoesNotContain(7, check.Seeds);
    }

    [Fact]
    public void Check_against_a_number_takes_it_from_every_figure()
    {
        _files.Write(Rows).Plan(Plan());

        var check = Check(new Prediction { Variant = "ReLU", Value = 0.85, Expect = Expectation.Higher }).Predictions[0];

        Assert.Equal(Enumerable.Range(1, 12).Select(seed => Math.Round(0.001 * seed, 12)), check.Values.Select(value => Math.Round(value, 12)));
        Assert.Equal(ClaimVerdict.Holds, check.Verdict);
    }

    [Fact]
    public void Check_best_setting_is_found_seed_by_seed_and_compared_in_octaves()
    {
        // ReLU is best at 0.1 with every seed; Leaky at 0.2 with even ones, at 0.4 with odd ones.
        RunRow At(string activation, double lr, long seed, double accuracy) =>
            StudyFiles.Row($"mlp-{activation}-{lr}".Replace('.', '_'), seed, accuracy);
        var rows = Enumerable.Range(1, 6).SelectMany(seed => new[]
        {
            At("relu", 0.1, seed, 0.9), At("relu", 0.2, seed, 0.8), At("relu", 0.4, seed, 0.1),
            At("leaky", 0.1, seed, 0.7), At("leaky", 0.2, seed, seed % 2 == 0 ? 0.9 : 0.8), At("leaky", 0.4, seed, 0.85),
        }).ToList();
        _files.Write(rows).Plan(rows.Select(row => new PlannedTrialRow
        {
            Cell = row.Cell,
            Seed = row.Seed,
            Variant = row.Cell.Contains("relu", StringComparison.Ordinal) ? "ReLU" : "Leaky",
            Settings = "train.optimizer.lr=" + row.Cell[^3..].Replace('_', '.'),
        }));

        var check = Check(Leaky(Expectation.Higher, 0) with { BestOver = "train.optimizer.lr" }).Predictions[0];

        Assert.Equal([2, 1, 2, 1, 2, 1], check.Values.Select(value => Math.Round(value, 12)));
        Assert.Equal((0, 0), (check.LeftOut, check.Imputed));
        Assert.Equal((0.1, 0.1 * Math.Pow(2, 1.5)), (Math.Round(check.Against!.Value, 12), check.Variant!.Value));
    }

    [Fact]
    public void Check_best_setting_of_a_seed_is_unknown_where_one_was_not_tried_and_never_one_that_diverged()
    {
        var rows = Enumerable.Range(1, 3).SelectMany(seed => new[] { 0.1, 0.2 }.Select(lr =>
            StudyFiles.Row($"mlp-{lr}".Replace('.', '_'), seed, lr == 0.2 ? 0.9 : 0.8))).ToList();
        var ended = rows.Where(row => row is not { Seed: 2, Cell: "mlp-0_1" }).Select(row => row is { Seed: 3, Cell: "mlp-0_2" } ? StudyFiles.Diverged(row) : row);
        _files.Write(ended).Plan(rows.Select(row => new PlannedTrialRow
        {
            Cell = row.Cell,
            Seed = row.Seed,
            Variant = "Leaky",
            Settings = "train.optimizer.lr=" + row.Cell[^3..].Replace('_', '.'),
        }));

        var check = Check(new Prediction { Variant = "Leaky", Value = 0, BestOver = "train.optimizer.lr" }).Predictions[0];

        Assert.Equal([1, 3], check.Seeds);
        Assert.Equal([Math.Log2(0.2), Math.Log2(0.1)], check.Values);
        Assert.Equal(1, check.LeftOut);
    }

    [Fact]
    public void Check_study_that_is_not_there_leaves_its_claims_undecided()
    {
        var claim = Check(Leaky(Expectation.Higher, 0) with { Study = "elsewhere" });

        Assert.Equal((ClaimVerdict.Undecided, 0), (claim.Verdict, claim.Predictions[0].Values.Count));
    }

    [Theory]
    [InlineData("Leakey", "", null, "leaky-wins: study has no variant Leakey (did you mean Leaky?)")]
    [InlineData("Leaky", "train.optimizer.lr=3", null, "leaky-wins: study, variant Leaky, has no cell with train.optimizer.lr=3; it has train.optimizer.lr=0.1")]
    [InlineData("Leaky", "", "test_acuracy", "metric test_acuracy: there is none (did you mean test_accuracy?)")]
    [InlineData("Leaky", "", null, "leaky-wins: best_over model.depth: cell mlp-leaky_relu-0.1-22222222 has no positive number there", "model.depth")]
    public void Check_what_the_study_does_not_have_is_named(string variant, string at, string? metric, string message, string? bestOver = null)
    {
        _files.Write(Rows).Plan(Plan(leakySettings: "train.optimizer.lr=0.1"));
        var prediction = new Prediction { Variant = variant, Value = 0, At = at, Metric = metric ?? "test_accuracy", BestOver = bestOver };

        var error = Assert.Throws<UserException>(() => Check(prediction));

        Assert.Equal((message, 2), (error.Message, error.ExitCode));
    }
}

using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Reports.Claims;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Claims;

public sealed class FindingsTests : IDisposable
{
    private const string LeakyCell = "mlp-leaky_relu-0.1-22222222";

    private readonly StudyFiles _files = new();

    public void Dispose() => _files.Dispose();

    private string Page => Path.Combine(_files.Runs, "findings.md");

    // Ten seeds, the leaky network better by exactly 0.0625 and with a quarter fewer dead units.
    private CheckedClaims Check(string claims)
    {
        var rows = Enumerable.Range(1, 10).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed, 0.5 + seed / 64.0) with { DeadRatio = 0.5 },
            StudyFiles.Row(LeakyCell, seed, 0.5625 + seed / 64.0) with { DeadRatio = 0.25 },
        }).ToList();
        _files.Write(rows).Plan(rows.Select(row => new PlannedTrialRow { Cell = row.Cell, Seed = row.Seed, Variant = row.Cell == LeakyCell ? "Leaky 0.1" : "ReLU" }));
        var path = Path.Combine(_files.Runs, "claims.yaml");
        File.WriteAllText(path, claims);
        return Findings.Check(path, _files.Runs);
    }

    private const string TwoClaims = """
        about: Seen before, with two seeds.
        claims:
          - id: leaky-wins
            claim: Leaky wins.
            from: a blog.
            study: study
            design: By hand.
            note: Only an example.
            predictions:
              - { variant: Leaky 0.1, against: ReLU, expect: higher, margin: 0.005 }
              - { metric: dead_ratio, variant: Leaky 0.1, against: ReLU, expect: lower }
          - id: half-is-dead
            claim: More than half of the units are dead.
            from: a rumour.
            study: study
            design: By hand.
            predictions:
              - { metric: dead_ratio, variant: Leaky 0.1, value: 0.5 }
        """;

    [Fact]
    public void Write_page_has_a_line_and_a_section_with_a_chart_for_every_claim()
    {
        Findings.Write(Check(TwoClaims), Page, "make findings");

        var page = File.ReadAllText(Page);
        Assert.Contains("Made by `make findings`", page);
        Assert.Contains("\n\nSeen before, with two seeds.\n\n", page);
        Assert.Contains("held against 20 trials of 1 study", page);
        Assert.Contains(
            "| [Leaky wins.](#leaky-wins) | **holds** | test accuracy: Leaky 0.1 − ReLU: +6.25 pp [+6.25, +6.25], n = 10: holds<br>dead ratio: Leaky 0.1 − ReLU: −25.00 pp [−25.00, −25.00], n = 10: holds |", page);
        Assert.Contains("| [More than half of the units are dead.](#half-is-dead) | **does not hold** | dead ratio: Leaky 0.1 − 50.00 %: −25.00 pp", page);
        // 3 · 2 / 2^10 = 0.0059: all three p are the same.
        Assert.Contains("| test accuracy: Leaky 0.1 − ReLU | 64.84 % and 58.59 % | higher by 0.50 pp or more | +6.25 pp [+6.25, +6.25] | 10 | 0.006 | holds |", page);
        Assert.Contains("](findings/leaky-wins.svg)", page);
        Assert.Contains("](findings/half-is-dead.svg)", page);
        Assert.Contains("Only an example.", page);
    }

    [Fact]
    public void Write_page_shows_what_claims_say_as_text_and_not_as_markup()
    {
        var claims = Check("""
            claims:
              - id: odd
                claim: "<script>alert(1)</script> | a\n# b"
                from: a blog.
                study: study
                design: By hand.
                predictions:
                  - { variant: Leaky 0.1, against: ReLU }
            """);

        Findings.Write(claims, Page, "make findings");

        var page = File.ReadAllText(Page);
        Assert.DoesNotContain("<script>", page);
        Assert.Contains("| [&lt;script>alert(1)&lt;/script> \\| a # b](#odd) |", page);
        Assert.Contains("\n## &lt;script>alert(1)&lt;/script> | a # b\n", page);
    }

    [Fact]
    public void Write_page_links_to_the_sweep_files_beside_the_claims()
    {
        var claims = Check(TwoClaims);
        File.WriteAllText(Path.Combine(_files.Runs, "study.yaml"), "");
        Directory.CreateDirectory(Path.Combine(_files.Runs, "docs"));

        Findings.Write(claims, Path.Combine(_files.Runs, "docs", "page.md"), "make findings");

        Assert.Contains("Measured in: [`study`](../study.yaml).", File.ReadAllText(Path.Combine(_files.Runs, "docs", "page.md")));
    }

    [Fact]
    public void Write_table_has_a_row_a_prediction_with_full_precision()
    {
        Findings.Write(Check(TwoClaims), Page, "make findings");

        var lines = File.ReadAllLines(Path.Combine(_files.Runs, "findings", "findings.csv"));
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("claim,claim_verdict,study,metric,comparison,expectation,n,left_out,imputed,mean,against_mean,difference,", lines[0]);
        Assert.StartsWith("leaky-wins,holds,study,test_accuracy,test accuracy: Leaky 0.1 − ReLU,higher by 0.50 pp or more,10,0,0,0.6484375,0.5859375,0.0625,0.0625,0.0625,0.001953125,0.005859375,holds", lines[1]);
    }

    [Fact]
    public void Write_same_claims_give_the_same_bytes()
    {
        Findings.Write(Check(TwoClaims), Page, "make findings");
        var first = File.ReadAllBytes(Page);

        Findings.Write(Check(TwoClaims), Page, "make findings");

        Assert.Equal(first, File.ReadAllBytes(Page));
    }

    [Fact]
    public void WriteCharts_specification_has_a_dot_a_seed_and_a_mean_in_percentage_points()
    {
        var folder = Path.Combine(_files.Runs, "charts");

        Findings.WriteCharts(Check(TwoClaims).Claims, folder);

        Assert.Equal(["half-is-dead.vl.json", "leaky-wins.vl.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "leaky-wins.vl.json")))!;
        var rows = spec["data"]!["values"]!.AsArray();
        Assert.Equal(20, rows.Count(row => (string)row!["kind"]! == "seed"));
        Assert.Equal([6.25, -25], rows.Where(row => (string)row!["kind"]! == "mean").Select(row => (double)row!["difference"]!));
        Assert.Equal(2, spec["vconcat"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(1.06, 1.09, ClaimVerdict.Holds)]
    [InlineData(1.03, 1.07, ClaimVerdict.Undecided)]
    [InlineData(0.98, 1.02, ClaimVerdict.DoesNotHold)]
    public void Check_claim_of_time_is_held_against_the_interval_that_bench_measured(double low, double high, ClaimVerdict verdict)
    {
        Directory.CreateDirectory(Path.Combine(_files.Runs, "bench"));
        File.WriteAllText(
            Path.Combine(_files.Runs, "bench", "step.csv"),
            FormattableString.Invariant($"activation,phase,n,rounds,ratio,ratio_low,ratio_high\nrelu,step,900,15,,,\nleaky_relu,forward,900,15,,,\nleaky_relu,step,900,15,{(low + high) / 2},{low},{high}\n"));

        var claims = Check(Cost);
        var claim = claims.Claims[0];

        Assert.Equal(verdict, claim.Verdict);
        Assert.Equal(15, claim.Costs[0].Row!.Ratios);
        Findings.Write(claims, Page, "make findings");
        Assert.Contains(FormattableString.Invariant($"| the MLP: time of leaky_relu / time of relu |  | 1.05 to 1.10 | {(low + high) / 2:0.000} [{low:0.000}, {high:0.000}] | 15 |"), File.ReadAllText(Page));
    }

    [Fact]
    public void Check_claim_of_time_without_a_measurement_is_undecided()
    {
        var claims = Check(Cost);
        var claim = claims.Claims[0];

        Assert.Equal(ClaimVerdict.Undecided, claim.Verdict);
        Findings.Write(claims, Page, "make findings");
        Assert.Contains("| **undecided** | the MLP: time of leaky_relu / time of relu: not measured: undecided |", File.ReadAllText(Page));
    }

    private const string Cost = """
        claims:
          - id: costs-more
            claim: LeakyReLU costs 5 to 10 % more time.
            from: a blog.
            design: By hand.
            costs:
              - { file: bench/step.csv, what: the MLP, between: [1.05, 1.10] }
        """;

    [Theory]
    [InlineData("claims: []", "claims.yaml:1:9 claims: ")]
    [InlineData("claims:\n  - { id: a, claim: b, from: c, study: study, predictions: [{ variant: ReLU, value: 0 }] }", "claims.yaml:2:5 claims[0].design: design is missing")]
    [InlineData("claims:\n  - { id: A b, claim: b, from: c, design: d, study: study, predictions: [{ variant: ReLU, value: 0 }] }", "claims.yaml:2:11 claims[0].id: must be lower-case words with dashes")]
    [InlineData("claims:\n  - { id: a, claim: b, from: c, design: d, study: study, predictions: [{ variant: ReLU, aside: true, value: 0 }] }", "a claim needs a prediction to be tested by, besides asides")]
    [InlineData("claims:\n  - { id: a, claim: b, from: c, design: d, study: study, predictions: [{ variant: ReLU }] }", "needs either against, a variant, or value, a number")]
    [InlineData("claims:\n  - { id: a, claim: b, from: c, design: d, study: study, predictions: [{ variant: ReLU, value: 0, expect: same }] }", "expect: same needs a margin")]
    [InlineData("claims:\n  - { id: a, claim: b, from: c, design: d, study: study, predictions: [{ varaint: ReLU, value: 0 }] }", "unknown key (did you mean variant?)")]
    public void Check_wrong_file_is_refused_with_the_place(string claims, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => Check(claims));

        Assert.Contains(message, error.Message);
        Assert.Equal(2, error.ExitCode);
    }
}

using System.Runtime.CompilerServices;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Reports.Claims;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Claims;

public sealed class ShippedClaimsTests : IDisposable
{
    private readonly StudyFiles _files = new();

    public static TheoryData<string> Studies => new(StudyNames);

    private static IReadOnlyList<string> StudyNames => [.. Directory.EnumerateFiles(Folder, "*.yaml")
        .Select(path => Path.GetFileNameWithoutExtension(path)!).Where(name => name != "claims").Order(StringComparer.Ordinal)];

    private static string Folder { get; } = FindFolder();

    private static ClaimsFile Claims => SettingsFile.Load<ClaimsFile>(Path.Combine(Folder, "claims.yaml"));

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Studies))]
    public void Shipped_study_is_headed_by_claim_source_design_command_and_time(string name)
    {
        var path = Path.Combine(Folder, name + ".yaml");
        var heading = File.ReadLines(path).TakeWhile(line => line.StartsWith('#')).ToList();

        Assert.Equal("# yaml-language-server: $schema=../sweep.schema.json", heading[0]);
        Assert.StartsWith("# Claim", heading[2]);
        Assert.Contains(heading, line => line.StartsWith("# From: ", StringComparison.Ordinal));
        Assert.Contains(heading, line => line.StartsWith("# Design: ", StringComparison.Ordinal));
        Assert.Contains($"#   ./activationlab sweep --config configs/studies/{name}.yaml --runs runs/studies", heading);
        var sweep = SweepLoader.Load(path, []);
        Assert.Equal(name, sweep.Name);
        Assert.Contains(heading, line => line.StartsWith($"# Expected: {sweep.Trials.Count()} trials of ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Studies))]
    public void Shipped_study_has_enough_seeds_to_decide_a_claim_after_the_adjustment(string name)
    {
        var family = Claims.Claims.SelectMany(claim => claim.Predictions).Count(prediction => prediction.Expect != Expectation.Same && !prediction.Aside);

        Assert.True(
            SweepLoader.Load(Path.Combine(Folder, name + ".yaml"), []).Seeds.Count >= ActivationLab.Reports.Statistics.SignFlipTest.NeededPairs(family));
    }

    // With made-up figures for every trial of every study, each prediction must find its cells and a pair a seed.
    [Fact]
    public void Shipped_claims_name_studies_variants_and_settings_that_there_are()
    {
        foreach (var name in StudyNames)
        {
            var sweep = SweepLoader.Load(Path.Combine(Folder, name + ".yaml"), []);
            using var study = new StudyFiles();
            study.Write(sweep.Trials.Select(trial => StudyFiles.Row(trial.Cell.Name, trial.Seed, 0.5))).Plan(sweep.Trials.Select(PlannedTrialRow.Of));
            Directory.Move(study.Folder, Path.Combine(_files.Runs, name));
        }

        var claims = new ClaimChecker(_files.Runs).Check(Claims);

        Assert.Equal(Claims.Claims.Count, claims.Count);
        // The others read the run folders, which are not there.
        var fromResults = claims.SelectMany(claim => claim.Predictions).Where(check => check.Measure.Name is not ("slope_mean" or "recovered_ratio"));
        Assert.All(fromResults, check => Assert.True(check.Values.Count >= 20, $"{check.Study.Name}, {check.Prediction.Variant}: {check.Values.Count} pairs"));
    }

    [Fact]
    public void Shipped_page_has_a_section_for_every_claim_and_its_charts()
    {
        var docs = Path.Combine(Folder, "..", "..", "docs");
        var page = File.ReadAllText(Path.Combine(docs, "findings.md"));

        Assert.All(Claims.Claims, claim =>
        {
            Assert.Contains($"\n## {claim.Claim}\n", page);
            Assert.Contains($"](findings/{claim.Id}.svg)", page);
            Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(docs, "findings", $"{claim.Id}.svg")));
        });
    }

    private static string FindFolder([CallerFilePath] string source = "")
    {
        var folder = Path.GetDirectoryName(source)!;
        while (!File.Exists(Path.Combine(folder, "ActivationLab.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no ActivationLab.sln above {source}");
        return Path.Combine(folder, "configs", "studies");
    }
}

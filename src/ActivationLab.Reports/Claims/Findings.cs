using System.Text.Json.Nodes;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Claims;

/// <summary>A file of claims held against the results of its studies.</summary>
public static class Findings
{
    /// <summary>Reads the claims and checks them.</summary>
    /// <param name="claimsPath">The file of claims.</param>
    /// <param name="runsFolder">The folder of the studies' results.</param>
    /// <exception cref="UserException">The file cannot be used, or a study has no such variant, setting or figure.</exception>
    public static CheckedClaims Check(string claimsPath, string runsFolder)
    {
        var file = SettingsFile.Load<ClaimsFile>(claimsPath);
        return new CheckedClaims(claimsPath, file.About, new ClaimChecker(runsFolder).Check(file));
    }

    /// <summary>Writes the page, and beside it, in a folder of the page's name, <c>findings.csv</c>, a row a prediction.</summary>
    /// <param name="claims">The checked claims.</param>
    /// <param name="path">The page, a Markdown file.</param>
    /// <param name="command">The command that makes it.</param>
    /// <exception cref="UserException">A file could not be written; what was there before is still there.</exception>
    public static void Write(CheckedClaims claims, string path, string command)
    {
        var home = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var folder = Path.Combine(home, Path.GetFileNameWithoutExtension(path));
        FileProblem.CreateFolder(folder);
        CsvTable.Write(Path.Combine(folder, "findings.csv"), claims.Claims.SelectMany(FindingRow.Of));
        AtomicFile.WriteAllText(path, FindingsPage.Write(claims.Claims, claims.About, command, Path.GetFileName(folder), LinkOf));

        string? LinkOf(string study)
        {
            var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(claims.Path))!, study + ".yaml");
            return File.Exists(file) ? Path.GetRelativePath(home, file).Replace('\\', '/') : null;
        }
    }

    /// <summary>
    /// Writes the charts as whole Vega-Lite specifications: a claim's differences, <c>ID.vl.json</c>, and where it asks for one, a chart of its
    /// study's report, <c>ID-CHART.vl.json</c>.
    /// </summary>
    /// <param name="claims">The checked claims.</param>
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <exception cref="UserException">A study's report has no such chart, or a file could not be written.</exception>
    public static void WriteCharts(IReadOnlyList<CheckedClaim> claims, string folder)
    {
        FileProblem.CreateFolder(folder);
        var reports = new Dictionary<string, IReadOnlyList<Chart>>();
        foreach (var claim in claims)
        {
            Write(claim.Claim.Id, ClaimChart.Of(claim));
            if (claim.Claim.Chart.Length > 0 && claim.Predictions.Select(check => check.Study).FirstOrDefault(study => study.Name == claim.Claim.Study) is { Cells: not [] } study)
                Write(StudyChartName(claim.Claim), Find(claim.Claim, study));
        }

        void Write(string name, Chart chart) => AtomicFile.WriteAllText(Path.Combine(folder, name + ".vl.json"), Whole(chart).ToJsonString() + "\n");

        Chart Find(ClaimSettings claim, Study study)
        {
            if (!reports.TryGetValue(study.Name, out var charts))
                reports[study.Name] = charts = AllCharts.Of(Comparer.Compare(study, new ComparisonOptions()), StudyHistories.Read(study));
            return charts.FirstOrDefault(chart => chart.Id == claim.Chart) ?? throw new UserException(
                $"{claim.Id}: the report of {study.Name} has no chart {claim.Chart}; its charts are {string.Join(", ", charts.Select(chart => chart.Id))}", 2);
        }
    }

    /// <summary>The name of the study's chart that a claim shows, without an ending.</summary>
    internal static string StudyChartName(ClaimSettings claim) => $"{claim.Id}-{claim.Chart}";

    private static JsonObject Whole(Chart chart)
    {
        var spec = (JsonObject)chart.Spec.DeepClone();
        spec["$schema"] = "https://vega.github.io/schema/vega-lite/v6.json";
        spec["description"] = chart.Description;
        spec["background"] = "white";
        spec["data"] = new JsonObject { ["name"] = "table", ["values"] = chart.Data.ToJson() };
        return spec;
    }
}

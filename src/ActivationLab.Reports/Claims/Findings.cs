using System.Text.Json.Nodes;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Claims;

/// <summary>A file of claims held against the results of its studies.</summary>
public static class Findings
{
    /// <summary>Reads the claims and checks them.</summary>
    /// <param name="claimsPath">The file of claims.</param>
    /// <param name="runsFolder">The folder of the studies' results.</param>
    /// <exception cref="UserException">The file cannot be used, or a study has not been run.</exception>
    public static IReadOnlyList<CheckedClaim> Check(string claimsPath, string runsFolder) =>
        new ClaimChecker(runsFolder).Check(SettingsFile.Load<ClaimsFile>(claimsPath));

    /// <summary>Writes the page, and beside it, in a folder of the page's name, <c>findings.csv</c>, a row a prediction.</summary>
    /// <param name="claims">The checked claims.</param>
    /// <param name="path">The page, a Markdown file.</param>
    /// <param name="command">The command that makes it.</param>
    /// <exception cref="UserException">A file could not be written; what was there before is still there.</exception>
    public static void Write(IReadOnlyList<CheckedClaim> claims, string path, string command)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path));
        FileProblem.CreateFolder(folder);
        CsvTable.Write(Path.Combine(folder, "findings.csv"), claims.SelectMany(FindingRow.Of));
        AtomicFile.WriteAllText(path, FindingsPage.Write(claims, command, Path.GetFileName(folder)));
    }

    /// <summary>Writes each claim's chart as a whole Vega-Lite specification, <c>ID.vl.json</c>.</summary>
    /// <param name="claims">The checked claims.</param>
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <exception cref="UserException">A file could not be written.</exception>
    public static void WriteCharts(IReadOnlyList<CheckedClaim> claims, string folder)
    {
        FileProblem.CreateFolder(folder);
        foreach (var claim in claims)
            AtomicFile.WriteAllText(Path.Combine(folder, claim.Claim.Id + ".vl.json"), Whole(ClaimChart.Of(claim)).ToJsonString() + "\n");
    }

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

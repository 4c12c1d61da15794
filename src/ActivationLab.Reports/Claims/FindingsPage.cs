using System.Globalization;
using System.Text;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Claims;

/// <summary>The page of findings as Markdown: a line and a chart a claim.</summary>
public static class FindingsPage
{
    private const int ShortCommit = 12;

    /// <summary>Writes the page. The same trials give the same bytes.</summary>
    /// <param name="claims">The claims, checked.</param>
    /// <param name="about">What the page says first, besides how it was made; empty for nothing.</param>
    /// <param name="command">The command that makes the page.</param>
    /// <param name="charts">The folder of the charts as seen from the page; a claim's chart is <c>ID.svg</c> there.</param>
    /// <param name="linkOf">The address of a study's sweep file as seen from the page, by the study's name; null where it has none.</param>
    public static string Write(IReadOnlyList<CheckedClaim> claims, string about, string command, string charts, Func<string, string?> linkOf)
    {
        var text = new StringBuilder();
        text.Append("# Findings\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Made by `{command}`; not edited by hand.\n\n");
        if (about.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"{Plain(about)}\n\n");
        Introduce(text, claims);
        text.Append("| claim | verdict | result |\n| --- | --- | --- |\n");
        foreach (var claim in claims)
        {
            var results = claim.Lines.Where(line => !line.IsAside).Select(line => $"{line.Comparison}: {line.Outcome}: {ClaimText.Verdict(line.Verdict)}");
            text.Append(CultureInfo.InvariantCulture, $"| [{Cell(claim.Claim.Claim)}](#{claim.Claim.Id}) | **{ClaimText.Verdict(claim.Verdict)}** | {string.Join("<br>", results.Select(Cell))} |\n");
        }
        foreach (var claim in claims)
            Section(text, claim, charts, linkOf);
        return text.ToString();
    }

    private static void Introduce(StringBuilder text, IReadOnlyList<CheckedClaim> claims)
    {
        CheckedPrediction[] predictions = [.. claims.SelectMany(claim => claim.Predictions)];
        Study[] studies = [.. predictions.Select(check => check.Study).DistinctBy(study => study.Name).Where(study => study.Cells is not [])];
        StudyTrial[] trials = [.. studies.SelectMany(study => study.Trials)];
        var directed = predictions.Count(check => check.Prediction.Expect != Expectation.Same && !check.Prediction.Aside);
        text.Append(string.Create(CultureInfo.InvariantCulture, $"""
            What tutorials say of ReLU, LeakyReLU and PReLU, held against {Amount.Of(trials.Length, "trial")} of {studies.Length} {(studies.Length == 1 ? "study" : "studies")} ({trials.Sum(trial => trial.Row.Seconds) / 3600:0.0} hours of one core in all).
            {Machine(trials)}

            A claim is tested by predictions. Each compares two variants **seed by seed**: trials of one seed see the same images in the same order
            and start from the same weights up to their activation's gain. Given are the mean difference, its 95 % interval (Student's t), n and p
            (sign-flip permutation test, exact up to n = {SignFlipTest.MostExact}; adjusted by Holm over the {directed} predictions of a difference on this page that count).
            Each prediction says which difference would be too small to matter: its margin. Intervals are not adjusted: of twenty, one misses on average.

            - **holds**: p adjusted is below 0.05, and the mean difference is on the predicted side by at least the margin; a predicted sameness: the
              interval lies within the margins.
            - **does not hold**: the interval excludes a difference on the predicted side as large as the margin (or any at all); a predicted sameness: the
              interval lies outside of the margins.
            - **undecided**: neither; the page says what n there was.

            A claim holds if all its predictions do, **in part** if some do and others do not; asides are shown beside it, decide nothing and are adjusted among themselves. Verdicts are about these networks, data and short trainings,
            not about all. Shares are in percent, differences of shares in percentage points (pp).


            """));
    }

    private static string Machine(IReadOnlyList<StudyTrial> trials)
    {
        var records = trials.Select(TrialEnvironment.Read).OfType<EnvironmentRecord>().ToList();
        if (records is [])
            return "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Trained on {AllOf(record => $"{record.Cpu ?? record.Architecture} with {Amount.Of(record.Cores, "core")}")}, device {AllOf(record => record.Device)}, threads a trial: {AllOf(record => $"{record.Threads}")}; libtorch {AllOf(record => record.Torch.Libtorch)}; ActivationLab {AllOf(Build)}.");

        string AllOf(Func<EnvironmentRecord, string> part) => string.Join(" and ", records.Select(part).Distinct().Order(StringComparer.Ordinal));

        static string Build(EnvironmentRecord record) => record.Commit is { } commit ? commit[..Math.Min(ShortCommit, commit.Length)] : record.AppVersion;
    }

    private static void Section(StringBuilder text, CheckedClaim claim, string charts, Func<string, string?> linkOf)
    {
        var settings = claim.Claim;
        text.Append(CultureInfo.InvariantCulture, $"\n<a id=\"{settings.Id}\"></a>\n\n## {Plain(settings.Claim)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**{Capitalised(ClaimText.Verdict(claim.Verdict))}.** {Plain(settings.Design)}\nClaimed by: {Plain(settings.From)}\n");
        var studies = claim.Predictions.Select(check => check.Study.Name).Distinct().Select(study => linkOf(study) is { } link ? $"[`{study}`]({link})" : $"`{study}`")
            .Concat(claim.Costs.Select(cost => $"`{cost.Prediction.File}`").Distinct());
        text.Append(CultureInfo.InvariantCulture, $"Measured in: {string.Join(", ", studies)}.\n\n");
        text.Append("| compared | means | predicted | difference [95 %] | n | p (Holm) | |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var line in claim.Lines)
        {
            var n = line.Remarks.Length == 0 ? $"{line.N}" : $"{line.N} ({line.Remarks})";
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(line.Comparison)} | {line.Means} | {line.Expectation} | {line.Result} | {n} | {line.P} | {line.Verdicts} |\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"\n![{Alternative(claim)}]({charts}/{settings.Id}.svg)\n");
        if (settings.Chart.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n![The whole study {settings.Study}: {settings.Chart.Replace('-', ' ')}]({charts}/{Findings.StudyChartName(settings)}.svg)\n");
        if (settings.Note.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n{Plain(settings.Note)}\n");
    }

    private static string Alternative(CheckedClaim claim) =>
        string.Join("; ", claim.Lines.Select(line => $"{line.Comparison}: {line.Outcome}")).Replace("[", "(").Replace("]", ")");

    // Claims are anybody's text; a Markdown page may be shown as HTML.
    private static string Cell(string text) => Plain(text).Replace("|", "\\|");

    private static string Plain(string text) => string.Join(' ', text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Replace("<", "&lt;");

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

using System.Globalization;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Page.Report;

/// <summary>Where the figures come from: machines, versions, data, configurations, and the command that makes them again.</summary>
internal static class ProvenanceSection
{
    private const int MostEnvironments = 6;

    public static PageSection Of(ReportContent content) => new("environment", "Environment and reproduction", Markup.Of($"""
        {Environments(content.Records)}
        {Commands(content.Records)}
        {Data(content.Records)}
        <h3>Configurations</h3>
        {TableMarkup.Of(Cells(content), "cells")}
        {Problems(content.Records)}
        """));

    private static Markup Environments(StudyRecords records)
    {
        if (records.Environments.Count == 0)
            return Markup.Of($"<p>The run folders, which hold the records of machines, versions and data, are not here.</p>");
        var kinds = records.Environments.GroupBy(Facts, new FactsComparer()).ToList();
        return Markup.Of($"""
            {kinds.Take(MostEnvironments).Select(kind => Environment(kind.Key, kind.Count(), kinds.Count))}
            {(kinds.Count > MostEnvironments ? Markup.Of($"<p>and {kinds.Count - MostEnvironments} more environments; see environment.json in the run folders.</p>") : Markup.Empty)}
            """);
    }

    private static Markup Environment(IReadOnlyList<(string Name, string Text)> facts, int trials, int kinds) => Markup.Of($"""
        {(kinds > 1 ? Markup.Of($"<h3>{Amount.Of(trials, "trial")}</h3>") : Markup.Empty)}
        <dl class="facts">
        {facts.Select(fact => Markup.Of($"<dt>{fact.Name}</dt><dd>{fact.Text}</dd>"))}
        </dl>
        """);

    private static IReadOnlyList<(string Name, string Text)> Facts(EnvironmentRecord record) =>
    [
        ("ActivationLab", record.Build),
        ("libtorch", $"{record.Torch.Libtorch} by the provider {record.Torch.Provider}{(record.Torch.Cuda is { } cuda ? $", CUDA {cuda}" : "")}{(record.Torch.Blas is { } blas ? $", {blas}" : "")}"),
        (".NET", record.Dotnet.Replace(".NET ", "", StringComparison.Ordinal)),
        ("System", $"{record.Os}, {record.Architecture}"),
        ("Machine", string.Create(CultureInfo.InvariantCulture, $"{record.Cpu ?? "unknown CPU"}, {Amount.Of(record.Cores, "core")}")),
        ("Device", string.Create(CultureInfo.InvariantCulture, $"{record.Device}, {Amount.Of(record.Threads, "thread")} a trial")),
    ];

    private static Markup Commands(StudyRecords records)
    {
        var commands = records.Environments.Select(record => record.CommandLine).Distinct().ToList();
        return commands.Count == 0 ? Markup.Empty : Markup.Of($"""
            <h3>{(commands.Count == 1 ? "The command" : "The commands")}</h3>
            <pre tabindex="0">{string.Join("\n", commands)}</pre>
            {CopyBox.Of("command-copy", "the command", ("command", string.Join("\n", commands) + "\n"))}
            """);
    }

    private static Markup Data(StudyRecords records)
    {
        var files = records.Environments.Select(record => record.Data).SelectMany(data => data.Sha256.Select(file => (data.Name, data.Variant, File: file.Key, Hash: file.Value)))
            .Distinct().OrderBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.File, StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            return Markup.Empty;
        var table = new ReportTable(
            "data",
            "Data",
            "Files of the data sets, by their SHA-256.",
            [
                new("data", "data set", "its name", IsNumber: false), new("variant", "release", "which release of it", IsNumber: false),
                new("file", "file", "its file", IsNumber: false), new("sha256", "SHA-256", "the file's checksum", IsNumber: false),
            ],
            [.. files.Select(file => new ReportRow(0, false, [file.Name, file.Variant, file.File, file.Hash]))]);
        return Markup.Of($"<h3>Data</h3>\n{TableMarkup.Of(table, "hashes")}");
    }

    private static ReportTable Cells(ReportContent content) => new(
        "cells",
        "Configurations",
        "Every configuration under the name of its run folders, which ends in the hash of the configuration.",
        [
            new("label", "label", "the short name above", IsNumber: false), new("cell", "cell", "folder of its runs", IsNumber: false),
            new("seeds", "seeds", "seeds that have ended", IsNumber: false),
        ],
        [.. content.Comparison.Groups.SelectMany(group => group.Cells.Select(cell => new ReportRow(0, false, [Name(group, cell), cell.Cell.Name, SeedRanges.Of(cell.Cell.Trials.Select(trial => trial.Seed))])))]);

    private static string Name(ComparedGroup group, ComparedCell cell) => group.Context.Length > 0 ? $"{cell.Label}, {group.Context}" : cell.Label;

    private static Markup Problems(StudyRecords records) => records.Problems.Count == 0 ? Markup.Empty : Markup.Of($"""
        <h3>Records that could not be read</h3>
        <ul>
        {records.Problems.Select(problem => Markup.Of($"<li>{problem}</li>"))}
        </ul>
        """);

    private sealed class FactsComparer : IEqualityComparer<IReadOnlyList<(string Name, string Text)>>
    {
        public bool Equals(IReadOnlyList<(string Name, string Text)>? x, IReadOnlyList<(string Name, string Text)>? y) =>
            x is null || y is null ? x == y : x.SequenceEqual(y);

        public int GetHashCode(IReadOnlyList<(string Name, string Text)> facts) => facts.Aggregate(0, HashCode.Combine);
    }
}

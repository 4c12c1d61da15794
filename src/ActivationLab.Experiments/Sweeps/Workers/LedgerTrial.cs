using System.Globalization;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>A trial of a sweep, and what is known of it.</summary>
internal sealed class LedgerTrial(SweepTrial trial, RunFolder folder)
{
    public SweepTrial Trial { get; } = trial;

    public RunFolder Folder { get; } = folder;

    /// <summary>Its row, once it is over in this sweep or was before.</summary>
    public RunRow? Row { get; set; }

    /// <summary>How the workers ended that died of it.</summary>
    public List<WorkerEnd> Deaths { get; } = [];

    /// <summary>How often another process had its folder.</summary>
    public int Refusals { get; set; }

    /// <summary>A line about it.</summary>
    public string Say(string message) => string.Create(
        CultureInfo.InvariantCulture, $"{(Trial.Cell.Variant.Length > 0 ? Trial.Cell.Variant : Trial.Cell.Name)}, seed {Trial.Seed}: {message}");

    /// <summary>Why it has no result, of the workers that died of it.</summary>
    public string DescribeDeaths()
    {
        string[] ways = [.. Deaths.Select(death => death.How)];
        var how = ways.Length > 1 && ways.Distinct().Count() == 1 ? $"{ways[0]} twice" : string.Join(", then ", ways);
        var hint = ways.Contains(ProcessEnd.BySignal(ProcessEnd.SigKill)) ? "; out of memory?" : "";
        var lastWords = Deaths[^1].LastWords is { Length: > 0 } words ? $" ({words})" : "";
        return $"the worker process {how}{hint}{lastWords}";
    }
}

using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Trials that ran under different conditions.</summary>
internal sealed class MixedConditions : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var rows = comparison.Study.Trials.Select(trial => trial.Row).ToList();
        if (Texts.Several(rows.Select(row => row.Device)) is { } devices)
        {
            yield return new(Severity.Warning, "mixed-devices",
                $"trials ran on {devices}: sums are rounded in another order there, and only trials on the same are compared in time");
        }
        if (Texts.Several(rows.Select(row => Texts.Count(row.Threads))) is { } threads)
            yield return new(Severity.Note, "mixed-threads", $"trials ran with {threads} threads: only trials with the same number are compared in time");
        if (Texts.Several(rows.Where(row => row.ImagesPerSecond is not null).Select(row => Texts.Count(row.StackMembers))) is { } stacks)
            yield return new(Severity.Note, "mixed-stacks", $"trials trained in stacks of {stacks}: only those in stacks of the same size are compared in time");
        if (rows.GroupBy(row => row.Data).Select(data => Texts.Several(data.Select(row => row.DataVariant))).OfType<string>().FirstOrDefault() is { } variants)
            yield return new(Severity.Error, "mixed-data", $"trials saw different releases of the data ({variants}): their figures must not be compared");
    }
}

using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Groups without a baseline: their cells are shown and compared with nothing.</summary>
internal sealed class MissingBaseline : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var without = comparison.Groups.Where(group => group.Baseline is null).ToList();
        if (without.Count > 0)
        {
            yield return new(Severity.Warning, "missing-baseline",
                $"no baseline in {string.Join("; ", without.Select(group => group.Context.Length > 0 ? group.Context : "the group").Take(Texts.MostNames))}"
                + $"{(without.Count > Texts.MostNames ? $"; and {Texts.Count(without.Count - Texts.MostNames)} more groups" : "")}: "
                + "those cells are shown, but compared with nothing");
        }
    }
}

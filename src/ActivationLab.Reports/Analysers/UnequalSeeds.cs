using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Cells that were trained with other seeds than the rest, so that pairs are lost.</summary>
internal sealed class UnequalSeeds : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        // What did not complete is another analyser's; here counts what there was to be.
        var seeds = comparison.Cells.Select(cell => cell.Cell.Trials.Select(trial => trial.Seed).Concat(cell.Cell.Missing).Order().ToList()).ToList();
        if (seeds.Exists(some => !some.SequenceEqual(seeds[0])))
        {
            yield return new(Severity.Warning, "unequal-seeds",
                $"cells have {Texts.Range(seeds.Select(some => some.Count))} seeds, not all the same: only seeds that both have are compared; run the rest");
        }
    }
}

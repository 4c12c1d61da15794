using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Cells with so few completed trials that their interval is wide and their normality cannot be seen.</summary>
internal sealed class FewSeeds : IAnalyser
{
    private const int Enough = 5;

    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var few = comparison.Cells.Where(cell => (cell.Metric?.N ?? 0) < Enough).ToList();
        if (few.Count > 0)
        {
            yield return new(Severity.Warning, "few-seeds",
                $"fewer than {Enough} completed trials in {Texts.Cells(few, comparison)}: their spread is hardly known; run more seeds");
        }
    }
}

using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>So many comparisons that the correction hides all but large differences.</summary>
internal sealed class LargeFamily : IAnalyser
{
    private const int Many = 20;

    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var family = comparison.Cells.Count(cell => cell.Difference?.Permutation is not null);
        if (family >= Many)
        {
            yield return new(Severity.Note, "large-family",
                $"p is corrected for {Texts.Count(family)} comparisons, which hides all but clear differences: a study that asks one question of fewer cells finds smaller ones");
        }
    }
}

using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Figures that are the same at every seed: something does not vary that should.</summary>
internal sealed class NoVariance : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var constant = comparison.Cells.Where(cell => cell.Metric is { N: > 1, Std: 0 }).ToList();
        if (constant.Count > 0)
        {
            yield return new(Severity.Note, "no-variance",
                $"{comparison.Metric.Text} is the same at every seed in {Texts.Cells(constant, comparison)}: an interval of no width is no certainty");
        }
        var tied = comparison.Cells.Where(cell => cell.Difference is { Pairs: > 0, WilcoxonP: null }).ToList();
        if (tied.Count > 0)
            yield return new(Severity.Note, "all-tied", $"every seed is a tie with the baseline in {Texts.Cells(tied, comparison)}");
    }
}

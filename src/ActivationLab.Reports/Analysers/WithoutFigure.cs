using ActivationLab.Experiments;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Trials that completed and have not the compared figure: it is blank, not finite or astronomic.</summary>
internal sealed class WithoutFigure : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var without = comparison.Cells.Select(cell => (Cell: cell, Trials: cell.Cell.WithoutFigure(comparison.Metric))).Where(cell => cell.Trials > 0).ToList();
        if (without.Count > 0)
        {
            var trials = without.Sum(cell => cell.Trials);
            yield return new(Severity.Warning, "without-figure",
                $"{Amount.Of(trials, "trial")} completed and {(trials == 1 ? "has" : "have")} no usable {comparison.Metric.Name}: blank, not finite or beyond 1e100 "
                + $"({Texts.Counts(without, comparison)}): the figures are those of the others, which may be a flattering choice");
        }
    }
}

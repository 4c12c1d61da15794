using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Analysers;

/// <summary>Cells whose last epoch is much worse than their best: trained too long, or not stable.</summary>
internal sealed class LastAgainstBest : IAnalyser
{
    private const double Much = 0.01;

    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var fallen = comparison.Cells
            .Select(cell => (Cell: cell, Loss: Loss(cell.Cell)))
            .Where(cell => cell.Loss >= Much).OrderByDescending(cell => cell.Loss).ToList();
        if (fallen.Count > 0)
        {
            yield return new(Severity.Warning, "last-below-best",
                $"validation accuracy after the last epoch is on average {Texts.Number(Math.Round(100 * fallen[0].Loss!.Value, 1))} points below that of the best epoch in "
                + $"{Texts.Name(fallen[0].Cell, comparison)}{(fallen.Count > 1 ? $", and 1 point or more in {Texts.Count(fallen.Count - 1)} more" : "")}: "
                + "compare val_accuracy_best or test_accuracy_best too");
        }
    }

    private static double? Loss(StudyCell cell) => cell.Completed.Average(trial => trial.Row.ValAccuracyBest - trial.Row.ValAccuracy);
}

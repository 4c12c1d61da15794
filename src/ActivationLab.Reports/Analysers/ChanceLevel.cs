using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Cells that learned nothing.</summary>
internal sealed class ChanceLevel : IAnalyser
{
    // Every data set of the lab has ten classes of (nearly) equal size; a network stuck at one class has a tenth.
    private const double Chance = 0.1, Slack = 0.015;

    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var stuck = comparison.Cells
            .Select(cell => (Cell: cell, Trials: cell.Cell.Completed.Count(trial => trial.Row.TestAccuracy <= Chance + Slack)))
            .Where(cell => cell.Trials > 0).ToList();
        if (stuck.Count > 0)
        {
            yield return new(Severity.Warning, "chance-level",
                $"{Texts.Count(stuck.Sum(cell => cell.Trials))} completed {(stuck.Sum(cell => cell.Trials) == 1 ? "trial" : "trials")} learned nothing "
                + $"(test accuracy of 10 %, that of guessing): {Texts.Cells([.. stuck.Select(cell => cell.Cell)], comparison)}; their mean says little");
        }
    }
}

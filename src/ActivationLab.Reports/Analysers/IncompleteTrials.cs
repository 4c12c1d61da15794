using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Trials without figures: what is left may be a flattering choice.</summary>
internal sealed class IncompleteTrials : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var cells = comparison.Cells.ToList();
        var planned = cells.Sum(cell => cell.Cell.Trials.Count + cell.Cell.Missing.Count);
        if (Find(RunStatus.Diverged) is { } diverged)
        {
            yield return new(Severity.Warning, "diverged",
                $"{diverged}: the figures are those of the others; P(better) counts a seed at which one of two diverged as won by the other");
        }
        if (Find(RunStatus.Failed) is { } failed)
            yield return new(Severity.Warning, "failed", $"{failed}: the same sweep again tries them again");
        if (Find(RunStatus.Interrupted) is { } interrupted)
            yield return new(Severity.Warning, "interrupted", $"{interrupted}: the same command again goes on with them");
        if (cells.Where(cell => cell.Cell.Missing.Count > 0).ToList() is { Count: > 0 } missing)
        {
            yield return new(Severity.Warning, "missing",
                $"{Texts.Count(missing.Sum(cell => cell.Cell.Missing.Count))} of {Texts.Count(planned)} planned trials have no result yet ({Texts.Cells(missing, comparison)}): the same sweep again runs them");
        }

        string? Find(RunStatus status)
        {
            var some = cells.Select(cell => (Cell: cell, Trials: cell.Cell.Count(status))).Where(cell => cell.Trials > 0).ToList();
            return some.Count == 0
                ? null
                : $"{Texts.Count(some.Sum(cell => cell.Trials))} of {Texts.Count(planned)} trials {status.ToString().ToLowerInvariant()} ({Texts.Counts(some, comparison)})";
        }
    }
}

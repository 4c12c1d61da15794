using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>A baseline that diverged itself: what is left of it are its lucky seeds.</summary>
internal sealed class DivergedBaseline : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var diverged = comparison.Groups.Select(group => group.Baseline).OfType<ComparedCell>().Where(baseline => baseline.Cell.Count(RunStatus.Diverged) > 0).ToList();
        var wholly = diverged.Where(baseline => baseline.Cell.Count(RunStatus.Diverged) == baseline.Cell.Trials.Count).ToList();
        var partly = diverged.Except(wholly).ToList();
        if (wholly.Count > 0)
        {
            yield return new(Severity.Error, "baseline-diverged",
                $"the baseline diverged at every seed ({Texts.Cells(wholly, comparison)}): nothing can be compared with it; choose another --baseline");
        }
        if (partly.Count > 0)
        {
            yield return new(Severity.Warning, "baseline-diverged",
                $"the baseline itself diverged at some seeds ({Texts.Cells(partly, comparison)}): differences are to its other seeds only");
        }
    }
}

using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>Looks at a comparison for one thing that a reader should know before quoting its figures.</summary>
internal interface IAnalyser
{
    /// <summary>What it found; nothing where there is nothing to say.</summary>
    IEnumerable<Conclusion> Analyse(Comparison comparison);
}

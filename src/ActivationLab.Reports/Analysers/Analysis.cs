using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>All analysers.</summary>
internal static class Analysis
{
    private static readonly IAnalyser[] s_analysers = [];

    /// <summary>What they conclude, the gravest first.</summary>
    public static IReadOnlyList<Conclusion> Of(Comparison comparison) =>
        [.. s_analysers.SelectMany(analyser => analyser.Analyse(comparison)).OrderByDescending(conclusion => conclusion.Severity)];
}

using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Analysers;

/// <summary>All analysers.</summary>
internal static class Analysis
{
    private static readonly IAnalyser[] s_analysers =
    [
        new DivergedBaseline(), new MissingBaseline(), new FewSeeds(), new UnequalSeeds(), new IncompleteTrials(), new WithoutFigure(), new ChanceLevel(), new LastAgainstBest(),
        new SlopeAtEdge(), new MixedConditions(), new MixedVersions(), new CopiedImages(), new NoVariance(), new LargeFamily(), new DrawnPermutations(),
        new TestData(),
    ];

    /// <summary>What they conclude, the gravest first.</summary>
    public static IReadOnlyList<Conclusion> Of(Comparison comparison) =>
        [.. s_analysers.SelectMany(analyser => analyser.Analyse(comparison)).Select(conclusion => conclusion with { Text = OneLine.Whole(conclusion.Text) }).OrderByDescending(conclusion => conclusion.Severity)];
}

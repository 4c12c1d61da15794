using System.Globalization;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Analysers;

/// <summary>p that was estimated by drawing permutations, with its error.</summary>
internal sealed class DrawnPermutations : IAnalyser
{
    /// <inheritdoc/>
    public IEnumerable<Conclusion> Analyse(Comparison comparison)
    {
        var drawn = comparison.Cells.Select(cell => cell.Difference?.Permutation).OfType<PermutationResult>().Where(result => !result.IsExact).ToList();
        if (drawn.Count > 0)
        {
            yield return new(Severity.Note, "drawn-permutations",
                $"with more than {Texts.Count(SignFlipTest.MostExact)} pairs p is estimated from {SignFlipTest.Draws.ToString("N0", CultureInfo.InvariantCulture)} drawn permutations: "
                + $"its standard error is at most {drawn.Max(result => result.StandardError).ToString("0.#####", CultureInfo.InvariantCulture)}");
        }
    }
}

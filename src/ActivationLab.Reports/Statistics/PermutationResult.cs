namespace ActivationLab.Reports.Statistics;

/// <summary>The outcome of a permutation test.</summary>
/// <param name="P">p, two-sided.</param>
/// <param name="IsExact">Whether all permutations were counted; otherwise they were drawn.</param>
/// <param name="StandardError">The standard error of a drawn p; 0 for an exact one.</param>
/// <param name="Smallest">The smallest p that so many pairs can give: 2 / 2^n, and no less than 1 / (draws + 1) where permutations are drawn.</param>
public sealed record PermutationResult(double P, bool IsExact, double StandardError, double Smallest);

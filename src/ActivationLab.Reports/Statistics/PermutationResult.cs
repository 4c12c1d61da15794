namespace ActivationLab.Reports.Statistics;

/// <summary>The outcome of a permutation test.</summary>
/// <param name="P">p, two-sided.</param>
/// <param name="IsExact">Whether all permutations were counted; otherwise they were drawn.</param>
/// <param name="StandardError">The standard error of a drawn p; 0 for an exact one.</param>
/// <param name="Smallest">The smallest p that so many pairs can give: 2 / 2^n.</param>
public sealed record PermutationResult(double P, bool IsExact, double StandardError, double Smallest);

/// <summary>How often one of two is better.</summary>
/// <param name="Probability">The share of pairs in which it is, ties counting half.</param>
/// <param name="Interval">Its percentile bootstrap interval.</param>
public sealed record Improvement(double Probability, Interval Interval);

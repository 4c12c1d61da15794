namespace ActivationLab.Reports.Statistics;

/// <summary>How often one of two is better.</summary>
/// <param name="Probability">The share of pairs in which it is, ties counting half.</param>
/// <param name="Interval">Its percentile bootstrap interval.</param>
public sealed record Improvement(double Probability, Interval Interval);

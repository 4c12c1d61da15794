namespace ActivationLab.Reports.Statistics;

/// <summary>What a few numbers, one a seed, say of their distribution.</summary>
/// <param name="N">How many there are.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Std">Their sample standard deviation (divisor n - 1); null for fewer than two.</param>
/// <param name="MeanInterval">The confidence interval of the mean by Student's t (Student 1908); null for fewer than two.</param>
/// <param name="Median">The median; of an even number, the mean of the middle two.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
public sealed record SampleSummary(int N, double Mean, double? Std, Interval? MeanInterval, double Median, double Min, double Max);

namespace ActivationLab.Reports.Statistics;

/// <summary>What a few ratios say together.</summary>
/// <param name="N">How many there are.</param>
/// <param name="Mean">Their geometric mean.</param>
/// <param name="MeanInterval">Its confidence interval; null for fewer than two.</param>
public sealed record RatioSummary(int N, double Mean, Interval? MeanInterval);

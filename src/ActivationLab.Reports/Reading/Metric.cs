using ActivationLab.Experiments.Runs;

namespace ActivationLab.Reports.Reading;

/// <summary>One figure of a trial that can be compared: a numeric column of <c>results.csv</c>.</summary>
/// <param name="Name">The column: <c>test_accuracy</c>.</param>
/// <param name="Text">In words: <c>test accuracy</c>.</param>
/// <param name="HigherIsBetter">Whether more is better; for a dead ratio, a loss or seconds, less is.</param>
/// <param name="IsShare">Whether it is a share from 0 to 1, shown in percent.</param>
/// <param name="Of">The figure of a trial; null where it has none.</param>
public sealed record Metric(string Name, string Text, bool HigherIsBetter, bool IsShare, Func<RunRow, double?> Of);

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Tables;

/// <summary>A row of <c>compare --csv</c>: a cell with all its figures. Shares are from 0 to 1; empty is what there is not.</summary>
public sealed record ComparisonRow
{
    /// <summary>What the compared cells of its group have in common; empty where there is one group.</summary>
    public required string Group { get; init; }

    /// <summary>The cell's short name.</summary>
    public required string Label { get; init; }

    /// <summary>The cell.</summary>
    public required string Cell { get; init; }

    /// <summary>Its variant; empty where variants have no names.</summary>
    public required string Variant { get; init; }

    /// <summary>What distinguishes it: <c>key=value; key=value</c>.</summary>
    public required string Settings { get; init; }

    /// <summary>The compared column of <c>results.csv</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Trials with that figure.</summary>
    public required int N { get; init; }

    /// <summary>Trials that completed.</summary>
    public required int Completed { get; init; }

    /// <summary>Trials whose loss was no longer finite.</summary>
    public required int Diverged { get; init; }

    /// <summary>Trials that an error ended.</summary>
    public required int Failed { get; init; }

    /// <summary>Trials that a signal ended.</summary>
    public required int Interrupted { get; init; }

    /// <summary>Planned trials without a result.</summary>
    public required int Missing { get; init; }

    /// <summary>Mean of the figure.</summary>
    public double? Mean { get; init; }

    /// <summary>Its sample standard deviation.</summary>
    public double? Std { get; init; }

    /// <summary>Lower end of the mean's 95 % confidence interval by t.</summary>
    public double? CiLow { get; init; }

    /// <summary>Its upper end.</summary>
    public double? CiHigh { get; init; }

    /// <summary>Median.</summary>
    public double? Median { get; init; }

    /// <summary>The best figure.</summary>
    public double? Best { get; init; }

    /// <summary>Its seed.</summary>
    public long? BestSeed { get; init; }

    /// <summary>The worst figure.</summary>
    public double? Worst { get; init; }

    /// <summary>Its seed.</summary>
    public long? WorstSeed { get; init; }

    /// <summary>Mean dead ratio.</summary>
    public double? DeadRatioMean { get; init; }

    /// <summary>Its sample standard deviation.</summary>
    public double? DeadRatioStd { get; init; }

    /// <summary>Lower end of its 95 % confidence interval by t.</summary>
    public double? DeadRatioCiLow { get; init; }

    /// <summary>Its upper end.</summary>
    public double? DeadRatioCiHigh { get; init; }

    /// <summary>Median dead ratio.</summary>
    public double? DeadRatioMedian { get; init; }

    /// <summary>Smallest dead ratio.</summary>
    public double? DeadRatioMin { get; init; }

    /// <summary>Largest dead ratio.</summary>
    public double? DeadRatioMax { get; init; }

    /// <summary>Seconds of training an epoch over the baseline's, geometric mean.</summary>
    public double? SecondsRatio { get; init; }

    /// <summary>Lower end of its 95 % confidence interval.</summary>
    public double? SecondsRatioCiLow { get; init; }

    /// <summary>Its upper end.</summary>
    public double? SecondsRatioCiHigh { get; init; }

    /// <summary>Pairs of times.</summary>
    public int? SecondsRatioPairs { get; init; }

    /// <summary>The cell that it is held against; empty for a baseline and where there is none.</summary>
    public required string Baseline { get; init; }

    /// <summary>Seeds at which both completed.</summary>
    public int? Pairs { get; init; }

    /// <summary>Mean of the cell's figure less the baseline's.</summary>
    public double? DifferenceMean { get; init; }

    /// <summary>Its sample standard deviation.</summary>
    public double? DifferenceStd { get; init; }

    /// <summary>Lower end of its 95 % confidence interval by t.</summary>
    public double? DifferenceCiLow { get; init; }

    /// <summary>Its upper end.</summary>
    public double? DifferenceCiHigh { get; init; }

    /// <summary>Median difference.</summary>
    public double? DifferenceMedian { get; init; }

    /// <summary>p of the sign-flip permutation test, two-sided.</summary>
    public double? PermutationP { get; init; }

    /// <summary>Standard error of a drawn p; 0 for an exact one.</summary>
    public double? PermutationPSe { get; init; }

    /// <summary>p of Wilcoxon's signed-rank test, two-sided.</summary>
    public double? WilcoxonP { get; init; }

    /// <summary>The permutation test's p by Holm over all comparisons.</summary>
    public double? HolmP { get; init; }

    /// <summary>P(cell better than baseline).</summary>
    public double? ProbabilityBetter { get; init; }

    /// <summary>Lower end of its 95 % bootstrap interval.</summary>
    public double? ProbabilityBetterCiLow { get; init; }

    /// <summary>Its upper end.</summary>
    public double? ProbabilityBetterCiHigh { get; init; }

    /// <summary>What follows, in snake_case; empty for a baseline.</summary>
    public required string Verdict { get; init; }

    /// <summary>Pairs that the family needs for any significance.</summary>
    public int? NeededPairs { get; init; }

    /// <summary>The row of a cell.</summary>
    internal static ComparisonRow Of(Comparison comparison, ComparedGroup group, ComparedCell cell)
    {
        var (figures, dead, time, difference) = (cell.Metric, cell.DeadRatio, cell.SecondsRatio, cell.Difference);
        var higher = comparison.Metric.HigherIsBetter;
        return new ComparisonRow
        {
            Group = group.Context,
            Label = cell.Label,
            Cell = cell.Cell.Name,
            Variant = cell.Cell.Variant,
            Settings = string.Join("; ", cell.Cell.Settings),
            Metric = comparison.Metric.Name,
            N = figures?.N ?? 0,
            Completed = cell.Cell.Count(RunStatus.Completed),
            Diverged = cell.Cell.Count(RunStatus.Diverged),
            Failed = cell.Cell.Count(RunStatus.Failed),
            Interrupted = cell.Cell.Count(RunStatus.Interrupted),
            Missing = cell.Cell.Missing.Count,
            Mean = figures?.Mean,
            Std = figures?.Std,
            CiLow = figures?.MeanInterval?.Low,
            CiHigh = figures?.MeanInterval?.High,
            Median = figures?.Median,
            Best = higher ? figures?.Max : figures?.Min,
            BestSeed = cell.BestSeed,
            Worst = higher ? figures?.Min : figures?.Max,
            WorstSeed = cell.WorstSeed,
            DeadRatioMean = dead?.Mean,
            DeadRatioStd = dead?.Std,
            DeadRatioCiLow = dead?.MeanInterval?.Low,
            DeadRatioCiHigh = dead?.MeanInterval?.High,
            DeadRatioMedian = dead?.Median,
            DeadRatioMin = dead?.Min,
            DeadRatioMax = dead?.Max,
            SecondsRatio = time?.Value,
            SecondsRatioCiLow = time?.Interval?.Low,
            SecondsRatioCiHigh = time?.Interval?.High,
            SecondsRatioPairs = time?.Pairs,
            Baseline = difference is null ? "" : group.Baseline!.Cell.Name,
            Pairs = difference?.Pairs,
            DifferenceMean = difference?.Differences?.Mean,
            DifferenceStd = difference?.Differences?.Std,
            DifferenceCiLow = difference?.Differences?.MeanInterval?.Low,
            DifferenceCiHigh = difference?.Differences?.MeanInterval?.High,
            DifferenceMedian = difference?.Differences?.Median,
            PermutationP = difference?.Permutation?.P,
            PermutationPSe = difference?.Permutation?.StandardError,
            WilcoxonP = difference?.WilcoxonP,
            HolmP = difference?.AdjustedP,
            ProbabilityBetter = difference?.Improvement?.Probability,
            ProbabilityBetterCiLow = difference?.Improvement?.Interval.Low,
            ProbabilityBetterCiHigh = difference?.Improvement?.Interval.High,
            Verdict = difference is null ? "" : SnakeCase.Of(difference.Verdict),
            NeededPairs = difference?.NeededPairs,
        };
    }
}

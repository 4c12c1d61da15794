namespace ActivationLab.Experiments.Runs;

/// <summary>One row of <c>summary.csv</c>: a cell over its seeds. Means and sample standard deviations are over its completed trials.</summary>
public sealed record SummaryRow
{
    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Name of the cell.</summary>
    public required string Cell { get; init; }

    /// <summary>Data set.</summary>
    public required string Data { get; init; }

    /// <summary>Kind of network.</summary>
    public required string Model { get; init; }

    /// <summary>Activation.</summary>
    public required string Activation { get; init; }

    /// <summary>Negative slope before training; empty outside the rectifier family and for mixed activations.</summary>
    public double? NegativeSlope { get; init; }

    /// <summary>Trials that ended, however they did.</summary>
    public required int Trials { get; init; }

    /// <summary>Trials that completed: the n of every mean.</summary>
    public required int Completed { get; init; }

    /// <summary>Trials whose loss was no longer finite.</summary>
    public required int Diverged { get; init; }

    /// <summary>Trials that an error ended.</summary>
    public required int Failed { get; init; }

    /// <summary>Trials that a signal ended.</summary>
    public required int Interrupted { get; init; }

    /// <summary>Mean validation accuracy after the last epoch; empty without a completed trial.</summary>
    public double? ValAccuracyMean { get; init; }

    /// <summary>Its sample standard deviation; empty with fewer than two completed trials.</summary>
    public double? ValAccuracyStd { get; init; }

    /// <summary>Mean test accuracy after the last epoch.</summary>
    public double? TestAccuracyMean { get; init; }

    /// <summary>Its sample standard deviation.</summary>
    public double? TestAccuracyStd { get; init; }

    /// <summary>Mean test accuracy of the best epochs' weights.</summary>
    public double? TestAccuracyBestMean { get; init; }

    /// <summary>Its sample standard deviation.</summary>
    public double? TestAccuracyBestStd { get; init; }

    /// <summary>Mean dead ratio after the last epoch.</summary>
    public double? DeadRatioMean { get; init; }

    /// <summary>Its sample standard deviation.</summary>
    public double? DeadRatioStd { get; init; }

    /// <summary>Sums up the trials of one cell.</summary>
    public static SummaryRow Of(IReadOnlyList<RunRow> trials)
    {
        var first = trials[0];
        var completed = trials.Where(trial => trial.Status == RunStatus.Completed).ToArray();
        var (valMean, valStd) = MeanAndStd(completed.Select(trial => trial.ValAccuracy));
        var (testMean, testStd) = MeanAndStd(completed.Select(trial => trial.TestAccuracy));
        var (bestMean, bestStd) = MeanAndStd(completed.Select(trial => trial.TestAccuracyBest));
        var (deadMean, deadStd) = MeanAndStd(completed.Select(trial => trial.DeadRatio));
        return new SummaryRow
        {
            Experiment = first.Experiment,
            Cell = first.Cell,
            Data = first.Data,
            Model = first.Model,
            Activation = first.Activation,
            NegativeSlope = first.NegativeSlope,
            Trials = trials.Count,
            Completed = completed.Length,
            Diverged = trials.Count(trial => trial.Status == RunStatus.Diverged),
            Failed = trials.Count(trial => trial.Status == RunStatus.Failed),
            Interrupted = trials.Count(trial => trial.Status == RunStatus.Interrupted),
            ValAccuracyMean = valMean,
            ValAccuracyStd = valStd,
            TestAccuracyMean = testMean,
            TestAccuracyStd = testStd,
            TestAccuracyBestMean = bestMean,
            TestAccuracyBestStd = bestStd,
            DeadRatioMean = deadMean,
            DeadRatioStd = deadStd,
        };
    }

    private static (double? Mean, double? Std) MeanAndStd(IEnumerable<double?> column)
    {
        var values = column.OfType<double>().ToArray();
        if (values.Length == 0)
            return (null, null);
        var mean = values.Average();
        return (mean, values.Length < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)));
    }
}

using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Reports.Reading;

/// <summary>The figures of a trial that can be compared.</summary>
public static class Metrics
{
    // A loss may be infinite in a trial that completed; nothing can be computed with that, nor with what overflows when it is squared.
    private const double Largest = 1e100;

    /// <summary>All of them, accuracies first.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Share("test_accuracy", "test accuracy", row => row.TestAccuracy, higherIsBetter: true),
        Share("test_accuracy_best", "test accuracy of the best epoch's weights", row => row.TestAccuracyBest, higherIsBetter: true),
        Share("val_accuracy", "validation accuracy", row => row.ValAccuracy, higherIsBetter: true),
        Share("val_accuracy_best", "validation accuracy of the best epoch", row => row.ValAccuracyBest, higherIsBetter: true),
        Number("test_loss", "test loss", row => row.TestLoss),
        Number("test_loss_best", "test loss of the best epoch's weights", row => row.TestLossBest),
        Share("dead_ratio", "dead ratio", row => row.DeadRatio),
        Share("gradient_dead_ratio", "gradient-dead ratio", row => row.GradientDeadRatio),
        Share("dormant_ratio", "dormant ratio", row => row.DormantRatio),
        Share("zero_fraction", "zero fraction", row => row.ZeroFraction),
        Number("best_epoch", "best epoch", row => row.BestEpoch),
        Number("seconds", "seconds a trial", row => row.Seconds),
        Number("images_per_second", "training images a second", row => row.ImagesPerSecond, higherIsBetter: true),
        Number("parameters", "parameters", row => row.Parameters),
    ];

    /// <summary>Whether a number can be computed with: neither infinite nor beyond 1e100, whose square may be.</summary>
    internal static bool IsFigure(double value) => Math.Abs(value) <= Largest;

    /// <summary>The figure of a column.</summary>
    /// <param name="name">The column of <c>results.csv</c>.</param>
    /// <exception cref="UserException">There is no such figure (exit code 2): says which there are.</exception>
    public static Metric Find(string name)
    {
        if (All.FirstOrDefault(metric => metric.Name == name) is { } found)
            return found;
        var names = All.Select(metric => metric.Name).ToList();
        throw new UserException(
            $"metric {OneLine.Of(name)}: there is no such figure{Spelling.DidYouMean(name, names)}; the figures are {string.Join(", ", names)}", 2);
    }

    private static Metric Share(string name, string text, Func<RunRow, double?> of, bool higherIsBetter = false) =>
        new(name, text, higherIsBetter, IsShare: true, Finite(of));

    private static Metric Number(string name, string text, Func<RunRow, double?> of, bool higherIsBetter = false) =>
        new(name, text, higherIsBetter, IsShare: false, Finite(of));

    private static Func<RunRow, double?> Finite(Func<RunRow, double?> of) => row => of(row) is { } value && IsFigure(value) ? value : null;
}

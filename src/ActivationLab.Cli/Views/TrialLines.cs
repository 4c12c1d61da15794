using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Views;

/// <summary>What a trial says in lines.</summary>
internal static class TrialLines
{
    /// <summary>The heading of <see cref="Row"/>.</summary>
    public static string Heading(int epochs) =>
        $"{"epoch".PadLeft(EpochWidth(epochs))}  train loss  accuracy  val loss  accuracy    dead  images/s";

    /// <summary>An epoch below <see cref="Heading"/>.</summary>
    public static string Row(EpochRow epoch, int epochs) =>
        $"{Of(epoch, epochs).PadLeft(EpochWidth(epochs))}  {Figures.Loss(epoch.TrainLoss),10}  {Figures.Percent(epoch.TrainAccuracy),8}  " +
        $"{Figures.Loss(epoch.ValLoss),8}  {Figures.Percent(epoch.ValAccuracy),8}  {Figures.Percent(epoch.DeadRatio, 1),6}  " +
        $"{Figures.Count(epoch.ImagesPerSecond),8}";

    /// <summary>An epoch as a line that explains itself.</summary>
    public static string Sentence(EpochRow epoch, int epochs) =>
        $"epoch {Of(epoch, epochs)}: train loss {Figures.Loss(epoch.TrainLoss)}, accuracy {Figures.Percent(epoch.TrainAccuracy)}; " +
        $"val loss {Figures.Loss(epoch.ValLoss)}, accuracy {Figures.Percent(epoch.ValAccuracy)}; " +
        (epoch.DeadRatio is null ? "" : $"dead {Figures.Percent(epoch.DeadRatio)}; ") +
        $"{Figures.Duration(epoch.EpochSeconds)}, {Figures.Count(epoch.ImagesPerSecond)} images/s";

    /// <summary>What is about to be trained.</summary>
    public static IReadOnlyList<string> Start(TrialStart start, Experiment experiment) =>
    [
        $"{experiment.Name}, seed {experiment.Seed}: {start.Network}, {Figures.Count(start.Parameters)} parameters",
        $"{Amount.Of(start.Epochs, "epoch")} of {Amount.Of(start.StepsPerEpoch, "step")} over {Amount.Of(start.TrainImages, "image")}; " +
        $"{Figures.Count(start.ValidationImages)} to validate; {start.Device}, {Amount.Of(start.Threads, "thread")}{Precision(experiment)}",
        .. Resumption(start),
    ];

    /// <summary>What must be said with accuracies on a release of a data set; null where nothing must.</summary>
    public static string? Caveat(string dataVariant) => dataVariant == DatasetCatalog.JpegCopy
        ? "measured on a JPEG copy of the images: quote these accuracies as such, not as the original data set's"
        : null;

    // Only where somebody chose it.
    private static string Precision(Experiment experiment) => experiment.Train.Precision is { } chosen ? $", {SnakeCase.Of(chosen)}" : "";

    private static string[] Resumption(TrialStart start) => start switch
    {
        { EpochsBefore: 0, StepsBefore: 0 } => [],
        _ when start.EpochsBefore == start.Epochs => [$"resuming after epoch {start.Epochs} of {start.Epochs}"],
        _ => [$"resuming at epoch {start.EpochsBefore + 1} of {start.Epochs}, step {Figures.Count(start.StepsBefore + 1)} of {Figures.Count(start.StepsPerEpoch)}"],
    };

    private static string Of(EpochRow epoch, int epochs) => $"{epoch.Epoch}/{epochs}";

    private static int EpochWidth(int epochs) => Math.Max("epoch".Length, 1 + 2 * epochs.ToString().Length);
}

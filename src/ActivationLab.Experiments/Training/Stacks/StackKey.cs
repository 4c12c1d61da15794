using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Stacks;

namespace ActivationLab.Experiments.Training.Stacks;

/// <summary>Which trials can train together.</summary>
internal static class StackKey
{
    /// <summary>
    /// A text that is equal for trials that may share a stack, and for no others: equal are data, augmentation, device, batch size, label
    /// smoothing, precision, the kind of the optimizer and the shape of the network. Anything else is each member's own.
    /// </summary>
    public static string Of(Experiment experiment)
    {
        var train = experiment.Train;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{experiment.Data} on {experiment.Device}; batches of {train.BatchSize}; {Kind(train.Optimizer)}; label smoothing {train.LabelSmoothing:R}; {train.ComputesIn}; {StackShape.Of(Blueprint(experiment))}");
    }

    /// <summary>Why a trial can train in no stack, as a phrase for people; null if it can.</summary>
    public static string? Obstacle(Experiment experiment) => experiment.Train.ComputesIn == TrainPrecision.Bf16
        ? "bf16 is computed by a second network for each"
        : StackShape.Obstacle(Blueprint(experiment));

    private static string Kind(OptimizerSettings optimizer) => optimizer switch
    {
        SgdSettings sgd => sgd.Nesterov ? "nesterov" : "sgd",
        AdamSettings => "adam",
        AdamWSettings => "adamw",
        _ => throw new ArgumentException($"no stack for {optimizer.GetType().Name}", nameof(optimizer)),
    };

    private static Blueprint Blueprint(Experiment experiment)
    {
        var info = DatasetCatalog.Get(experiment.Data.Name);
        return BlueprintWriter.Write(experiment.Model, info.Shape, info.ClassNames.Count);
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Runs;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Training;

/// <summary>The rows of a trial's files, from what was measured.</summary>
internal static class TrialRows
{
    /// <summary>The rows of <c>layers.csv</c> after an epoch (0: before training).</summary>
    public static IReadOnlyList<LayerRow> Layers(int epoch, Measurement measured) =>
        [.. measured.Layers.Select((layer, index) => new LayerRow
        {
            Epoch = epoch,
            Layer = index + 1,
            Module = layer.Module,
            Units = layer.Units,
            Dead = layer.Dead,
            Linear = layer.Linear,
            Rare = layer.Rare,
            GradientDead = layer.GradientDead,
            Dormant = layer.Dormant,
            Died = measured.Turnovers?[index].Died,
            Revived = measured.Turnovers?[index].Revived,
            DeadRatio = (double)layer.Dead / layer.Units,
            ZeroFraction = (double)layer.Zeros / layer.Count,
            ZMean = layer.Mean,
            ZStd = layer.StandardDeviation,
            EffectiveRank = layer.EffectiveRank,
            GradientNorm = layer.GradientNorm,
            SlopeMin = layer.NegativeSlopes?.Min(),
            SlopeMean = layer.NegativeSlopes?.Average(),
            SlopeMax = layer.NegativeSlopes?.Max(),
            MeasuredOn = layer.RankImages < measured.Images
                ? $"{measured.On}; effective rank on the first {layer.RankImages} of them"
                : measured.On,
        })];

    /// <summary>The row of <c>epochs.csv</c>; <paramref name="measured"/> is null in an epoch that was not probed.</summary>
    public static EpochRow Epoch(int epoch, long step, EpochOutcome outcome, Evaluation validation, Measurement? measured)
    {
        // A network without hidden layers has no units, so no ratios either.
        double? Ratio(Func<LayerMeasures, long> part, Func<LayerMeasures, long> whole) =>
            measured is { Layers: { Count: > 0 } layers } ? (double)layers.Sum(part) / layers.Sum(whole) : null;
        return new EpochRow
        {
            Epoch = epoch,
            Step = step,
            Lr = outcome.Lr,
            TrainLoss = outcome.Loss,
            TrainAccuracy = outcome.Accuracy,
            ValLoss = validation.Loss,
            ValAccuracy = validation.Accuracy,
            DeadRatio = Ratio(layer => layer.Dead, layer => layer.Units),
            LinearRatio = Ratio(layer => layer.Linear, layer => layer.Units),
            RareRatio = Ratio(layer => layer.Rare, layer => layer.Units),
            GradientDeadRatio = Ratio(layer => layer.GradientDead, layer => layer.Units),
            DormantRatio = Ratio(layer => layer.Dormant, layer => layer.Units),
            Died = measured?.Turnovers?.Sum(layer => layer.Died),
            Revived = measured?.Turnovers?.Sum(layer => layer.Revived),
            ZeroFraction = Ratio(layer => layer.Zeros, layer => layer.Count),
            MeasuredOn = measured?.On ?? "",
            EpochSeconds = outcome.Seconds,
            ImagesPerSecond = outcome.Images / outcome.Seconds,
            ProbeSeconds = measured?.Seconds,
        };
    }

    /// <summary>The row of <c>run.csv</c>.</summary>
    public static RunRow Run(
        Experiment experiment, string dataVariant, string cell, Blueprint blueprint, TrialEnd end, EpochHistory history)
    {
        var (model, train) = (experiment.Model, experiment.Train);
        return new RunRow
        {
            Experiment = experiment.Name,
            Cell = cell,
            Seed = experiment.Seed,
            Status = end.Status,
            Message = end.Message,
            Data = SnakeCase.Of(experiment.Data.Name),
            DataVariant = dataVariant,
            Model = SettingsName.Of(model),
            Parameters = blueprint.Parameters,
            Activation = SettingsName.OfActivations(model),
            NegativeSlope = model.Activation?.InitialNegativeSlope,
            Init = SettingsName.Of(model.Init),
            InitA = model.Init is KaimingSettings kaiming ? kaiming.A ?? model.Activation?.InitialNegativeSlope : null,
            BatchNorm = SnakeCase.Of(model.BatchNorm),
            Dropout = model.Dropout,
            Optimizer = SettingsName.Of(train.Optimizer),
            Lr = train.Optimizer.LearningRate,
            WeightDecay = train.Optimizer.WeightDecay,
            Scheduler = SettingsName.Of(train.Scheduler),
            WarmupEpochs = train.WarmupEpochs,
            LabelSmoothing = train.LabelSmoothing,
            ClipGradNorm = train.ClipGradNorm,
            Precision = SnakeCase.Of(train.ComputesIn),
            Augment = SettingsName.Of(experiment.Data.Augment),
            BatchSize = train.BatchSize,
            Epochs = train.Epochs,
            LastEpoch = history.Last?.Row.Epoch ?? 0,
            BestEpoch = history.Best?.Row.Epoch ?? 0,
            ValAccuracy = history.Last?.Row.ValAccuracy,
            ValAccuracyBest = history.Best?.Row.ValAccuracy,
            TestAccuracy = end.TestLast?.Accuracy,
            TestAccuracyBest = end.TestBest?.Accuracy,
            TestLoss = end.TestLast?.Loss,
            TestLossBest = end.TestBest?.Loss,
            DeadRatio = history.Last?.Row.DeadRatio,
            GradientDeadRatio = history.Last?.Row.GradientDeadRatio,
            DormantRatio = history.Last?.Row.DormantRatio,
            ZeroFraction = history.Last?.Row.ZeroFraction,
            MeasuredOn = history.Last?.Row.MeasuredOn ?? "",
            Seconds = end.Seconds,
            ImagesPerSecond = history.ImagesPerSecond,
            Device = end.Device,
            Threads = end.Threads,
            StackMembers = end.StackMembers,
        };
    }
}

/// <summary>A measurement of a network's units.</summary>
/// <param name="Layers">What was measured, from the image to the logits.</param>
/// <param name="Turnovers">Units that changed sides since the measurement before, layer by layer; null at the first.</param>
/// <param name="On">The images, in words.</param>
/// <param name="Images">How many they are.</param>
/// <param name="Seconds">Time it took.</param>
internal sealed record Measurement(
    IReadOnlyList<LayerMeasures> Layers, IReadOnlyList<UnitTurnover>? Turnovers, string On, int Images, double Seconds);

/// <summary>How a trial ended.</summary>
/// <param name="Status">How.</param>
/// <param name="Message">Why, in a line, when it did not complete.</param>
/// <param name="TestLast">The test images with the last epoch's weights; null when it did not complete.</param>
/// <param name="TestBest">The test images with the best epoch's weights; null when it did not complete.</param>
/// <param name="Seconds">How long it took, everything included.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Threads">Threads of a tensor operation.</param>
/// <param name="StackMembers">Networks that trained together with it, itself included.</param>
internal sealed record TrialEnd(
    RunStatus Status, string Message, Evaluation? TestLast, Evaluation? TestBest, double Seconds, string Device, int Threads, int StackMembers = 1);

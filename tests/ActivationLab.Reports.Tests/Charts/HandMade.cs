using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Tests.Charts;

/// <summary>Trials that nobody trained, with figures that can be checked by hand.</summary>
internal static class HandMade
{
    public static StudyTrial Trial(string activation, long seed, double? accuracy) => new(Row(activation, seed, accuracy), $"/nowhere/{activation}/seed-{seed}");

    public static RunRow Row(string activation, long seed, double? accuracy) => new()
    {
        Experiment = "study",
        Cell = $"mlp-{activation}",
        Seed = seed,
        Status = accuracy is null ? RunStatus.Diverged : RunStatus.Completed,
        Data = "fashion_mnist",
        Model = "mlp",
        Parameters = 235146,
        Activation = activation,
        Init = "kaiming_normal",
        BatchNorm = "none",
        Dropout = 0,
        Optimizer = "sgd",
        Lr = 0.1,
        WeightDecay = 0,
        Scheduler = "constant",
        BatchSize = 64,
        Epochs = 5,
        LastEpoch = 5,
        BestEpoch = 5,
        TestAccuracy = accuracy,
        Seconds = 2,
        Device = "cpu",
        Threads = 1,
    };

    /// <summary>Epochs 1 to <paramref name="epochs"/>, and every layer from epoch 0; 100 units a layer.</summary>
    public static TrialHistory History(int epochs, int layers, double deadRatio) => new(
        [.. Enumerable.Range(1, epochs).Select(epoch => Epoch(epoch, deadRatio))],
        [.. Enumerable.Range(0, epochs + 1).SelectMany(epoch => Enumerable.Range(1, layers).Select(layer => Layer(epoch, layer, deadRatio)))]);

    private static EpochRow Epoch(int epoch, double deadRatio) => new()
    {
        Epoch = epoch,
        Step = 100 * epoch,
        Lr = 0.1,
        TrainLoss = 1.0 / epoch,
        TrainAccuracy = 1 - 0.5 / epoch,
        ValLoss = 1.5 / epoch,
        ValAccuracy = 1 - 0.6 / epoch,
        DeadRatio = deadRatio,
        Died = 0,
        Revived = 0,
        EpochSeconds = 0.5,
        ImagesPerSecond = 1000,
    };

    private static LayerRow Layer(int epoch, int layer, double deadRatio) => new()
    {
        Epoch = epoch,
        Layer = layer,
        Module = $"layers.{2 * layer - 1}",
        Units = 100,
        Dead = (long)(100 * deadRatio),
        Linear = 0,
        Rare = 0,
        DeadRatio = deadRatio,
        ZeroFraction = 0.5,
        ZMean = 0,
        ZStd = 1,
        MeasuredOn = "validation images 0-999",
    };
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Tests.Runs;

/// <summary>Rows with plausible, distinguishable values.</summary>
internal static class Rows
{
    public static EpochRow Epoch(int epoch, double loss = 0.1) => new()
    {
        Epoch = epoch,
        Step = 860L * epoch,
        Lr = 0.001,
        TrainLoss = loss,
        TrainAccuracy = 0.97,
        ValLoss = 0.09,
        ValAccuracy = 0.975,
        DeadRatio = 0.125,
        EpochSeconds = 12.5,
        ImagesPerSecond = 4400,
    };

    public static LayerRow Layer(int epoch, int layer) => new()
    {
        Epoch = epoch,
        Layer = layer,
        Module = $"features.{(3 * layer) - 2}",
        Units = 32,
        Dead = 4,
        Linear = 1,
        Rare = 5,
        DeadRatio = 0.125,
        ZeroFraction = 0.6,
        ZMean = -0.25,
        ZStd = 1.5,
        SlopeMin = 0.01,
        SlopeMean = 0.01,
        SlopeMax = 0.01,
        MeasuredOn = "validation[0:2000]",
    };

    public static RunRow Run(Experiment experiment, RunStatus status = RunStatus.Completed, double testAccuracy = 0.99) =>
        Run(CellName.Of(experiment), experiment.Seed, status, testAccuracy) with { Experiment = experiment.Name };

    public static RunRow Run(string cell, long seed, RunStatus status = RunStatus.Completed, double testAccuracy = 0.99) => new()
    {
        Experiment = "study",
        Cell = cell,
        Seed = seed,
        Status = status,
        Data = "mnist",
        Model = "cnn",
        Parameters = 421642,
        Activation = "leaky_relu",
        NegativeSlope = 0.01,
        Init = "kaiming_normal",
        InitA = 0.01,
        BatchNorm = "none",
        Dropout = 0,
        Optimizer = "adam",
        Lr = 0.001,
        WeightDecay = 0,
        Scheduler = "constant",
        BatchSize = 64,
        Epochs = 5,
        LastEpoch = 5,
        BestEpoch = 4,
        ValAccuracy = 0.98,
        TestAccuracy = testAccuracy,
        TestAccuracyBest = testAccuracy,
        DeadRatio = 0.05,
        Seconds = 61.5,
        Device = "cpu",
        Threads = 2,
    };
}

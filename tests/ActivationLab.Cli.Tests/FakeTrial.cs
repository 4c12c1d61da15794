using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Tests;

/// <summary>What an observer hears of a trial, and its result, without any training.</summary>
internal static class FakeTrial
{
    public const int Steps = 100;

    public static Experiment Experiment { get; } = new() { Name = "tiny", Train = new TrainSettings { Epochs = 2 } };

    /// <summary>Plays a trial of so many epochs of the experiment's.</summary>
    public static TrialResult Play(Experiment experiment, ITrialObserver observer, RunStatus status = RunStatus.Completed, int? epochs = null)
    {
        var last = epochs ?? experiment.Train.Epochs;
        observer.Started(new TrialStart(
            "runs/tiny/cell/seed-42", "mlp 8 with relu", 6_370, "cpu", 2, 55_000, 5_000, experiment.Train.Epochs, Steps));
        for (var epoch = 1; epoch <= last; epoch++)
        {
            foreach (var step in new[] { Steps / 2, Steps })
                observer.Progressed(new TrialProgress(epoch, step, Steps, step * 550, step / 100.0));
            observer.EpochFinished(Epoch(epoch), Layers(epoch));
        }
        var result = Result(experiment, status, last);
        observer.Finished(result);
        return result;
    }

    public static TrialResult Result(Experiment experiment, RunStatus status, int lastEpoch, string message = "", bool alreadyDone = false) =>
        new("runs/tiny/cell/seed-42", Run(experiment, status, lastEpoch, message), lastEpoch > 0 ? Layers(lastEpoch) : [], alreadyDone);

    public static RunRow Run(Experiment experiment, RunStatus status, int lastEpoch, string message = "") => new()
    {
        Experiment = experiment.Name,
        Cell = "cell",
        Seed = experiment.Seed,
        Status = status,
        Message = message,
        Data = "mnist",
        Model = "mlp",
        Parameters = 6_370,
        Activation = "relu",
        NegativeSlope = 0,
        Init = "kaiming_normal",
        InitA = 0,
        BatchNorm = "none",
        Dropout = 0,
        Optimizer = "adam",
        Lr = 0.001,
        WeightDecay = 0,
        Scheduler = "constant",
        BatchSize = 64,
        Epochs = experiment.Train.Epochs,
        LastEpoch = lastEpoch,
        BestEpoch = lastEpoch,
        ValAccuracy = 0.9512,
        ValAccuracyBest = 0.9634,
        TestAccuracy = status == RunStatus.Completed ? 0.9456 : null,
        TestAccuracyBest = status == RunStatus.Completed ? 0.9578 : null,
        DeadRatio = 0.125,
        ZeroFraction = 0.5,
        Seconds = 75.4,
        ImagesPerSecond = 51_234.5,
        Device = "cpu",
        Threads = 2,
    };

    private static EpochRow Epoch(int epoch) => new()
    {
        Epoch = epoch,
        Step = epoch * Steps,
        Lr = 0.001,
        TrainLoss = 0.25 / epoch,
        TrainAccuracy = 0.91,
        ValLoss = 0.125 / epoch,
        ValAccuracy = 0.9634,
        DeadRatio = 0.125,
        LinearRatio = 0,
        RareRatio = 0,
        ZeroFraction = 0.5,
        EpochSeconds = 1.25,
        ImagesPerSecond = 44_000,
    };

    private static LayerRow[] Layers(int epoch) =>
    [
        new LayerRow
        {
            Epoch = epoch, Layer = 1, Module = "classifier.1", Units = 8, Dead = 1, Linear = 2, Rare = 3, DeadRatio = 0.125,
            ZeroFraction = 0.5, ZMean = 0, ZStd = 1, SlopeMin = 0.1, SlopeMean = 0.25, SlopeMax = 0.375, MeasuredOn = "validation[0..2000]",
        },
    ];
}

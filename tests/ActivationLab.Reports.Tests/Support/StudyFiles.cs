using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps.Plan;

namespace ActivationLab.Reports.Tests.Support;

/// <summary>A folder of results, made by hand.</summary>
internal sealed class StudyFiles : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("activationlab-study-").FullName;

    public string Runs => _root;

    public string Folder => Path.Combine(_root, "study");

    public string Results => Path.Combine(Folder, "results.csv");

    public static RunRow Row(string cell, long seed, double? testAccuracy = 0.9) => new()
    {
        Experiment = "study",
        Cell = cell,
        Seed = seed,
        Status = RunStatus.Completed,
        Data = "mnist",
        Model = "mlp",
        Parameters = 235146,
        Activation = "leaky_relu",
        NegativeSlope = 0.01,
        Init = "kaiming_normal",
        InitA = 0.01,
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
        ValAccuracy = testAccuracy,
        ValAccuracyBest = testAccuracy,
        TestAccuracy = testAccuracy,
        TestAccuracyBest = testAccuracy,
        TestLoss = 0.5,
        TestLossBest = 0.5,
        DeadRatio = 0.25,
        Seconds = 10,
        ImagesPerSecond = 1000,
        Device = "cpu",
        Threads = 1,
    };

    public static RunRow Relu(long seed, double? testAccuracy = 0.9) =>
        Row("mlp-relu-11111111", seed, testAccuracy) with { Activation = "relu", NegativeSlope = 0, InitA = 0 };

    public static RunRow Leaky(double slope, long seed, double? testAccuracy = 0.9) =>
        Row(FormattableString.Invariant($"mlp-leaky_relu-{slope}-22222222"), seed, testAccuracy) with { NegativeSlope = slope, InitA = slope };

    public static RunRow Diverged(RunRow row) => row with
    {
        Status = RunStatus.Diverged,
        Message = "the training loss was not finite by step 100 of epoch 1",
        LastEpoch = 0,
        BestEpoch = 0,
        ValAccuracy = null,
        ValAccuracyBest = null,
        TestAccuracy = null,
        TestAccuracyBest = null,
        TestLoss = null,
        TestLossBest = null,
        DeadRatio = null,
        ImagesPerSecond = null,
    };

    public StudyFiles Write(IEnumerable<RunRow> rows)
    {
        Directory.CreateDirectory(Folder);
        CsvTable.Write(Results, rows);
        return this;
    }

    public StudyFiles Plan(IEnumerable<PlannedTrialRow> trials)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "sweep"));
        CsvTable.Write(Path.Combine(Folder, "sweep", "trials.csv"), trials);
        return this;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Tests.Fuzz;

/// <summary>Checkpoints that are right.</summary>
internal static class Checkpoints
{
    public static CheckpointRecord Record(int epoch) => new()
    {
        Cell = "cell",
        Seed = 7,
        Epoch = epoch,
        Partial = new PartialEpoch(3, 1.5, 20, 0.5),
        BestEpoch = 1,
        Images = 600,
        Seconds = 1.5,
        OptimizerSteps = new Dictionary<string, long> { ["layers.0.weight"] = 12 },
        DeadUnits = [[0, 2], []],
        Data = new DataRecord("mnist", "original", new Dictionary<string, string> { ["train-images-idx3-ubyte"] = "0" }),
        Computed = new ComputeRecord("0.1.0", new TorchRecord("system", "1.13.1", null, null), "cpu", 1),
    };
}

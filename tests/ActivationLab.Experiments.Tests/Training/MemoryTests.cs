using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public class MemoryTests
{
    private const int StepsPerEpoch = 250;

    public static TheoryData<string, string, bool, OptimizerSettings> All => new()
    {
        { "mlp", "relu", false, new SgdSettings() },
        { "mlp", "prelu channel", true, new AdamWSettings { WeightDecay = 0.01 } },
        { "cnn", "leaky_relu 0.01", true, new AdamSettings() },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Train_two_thousand_steps_keep_tensors_and_memory_flat(string model, string activation, bool batchNorm, OptimizerSettings optimizer)
    {
        using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm), ScalarType.Float32, StepsPerEpoch * 4);
        var settings = new TrainSettings { Epochs = 10, BatchSize = 4, Optimizer = optimizer };
        using var trainer = new EpochTrainer(twin.Network, twin.Images, new ImageRange(0, StepsPerEpoch * 4), settings, seed: 1);

        // The first steps make the optimizer's state, and fill caches and pools.
        var (tensors, memory) = Train(trainer, 1, 2);
        var (tensorsAfter, memoryAfter) = Train(trainer, 3, 8);

        Assert.Equal(tensors, tensorsAfter);
        // A leaked tensor of these networks takes some hundred bytes: one a step would be seen in the count; whole batches here.
        Assert.InRange(memoryAfter - memory, long.MinValue, 30L << 20);
    }

    // An epoch is one scope: what a step leaves in it is freed at its end, and can be seen only inside.
    [Fact]
    public void Train_inside_an_epoch_of_two_thousand_steps_tensors_are_flat()
    {
        const int steps = 2000;
        using var twin = new TwinCase(Variants.Settings("mlp", "prelu channel", false), ScalarType.Float32, steps);
        var settings = new TrainSettings { Epochs = 1, BatchSize = 1, Optimizer = new AdamSettings() };
        using var trainer = new EpochTrainer(twin.Network, twin.Images, new ImageRange(0, steps), settings, seed: 1);
        var counts = new List<long>();
        var hook = twin.Network.Activations[0].Module.register_forward_pre_hook((_, z) =>
        {
            counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return z;
        });

        trainer.Train(1);
        hook.remove();

        Assert.Equal(steps, counts.Count);
        // The first step has no gradients and no state of the optimizer yet.
        Assert.Single(counts.Skip(1).Distinct());
    }

    private static (long Tensors, long Memory) Train(EpochTrainer trainer, int firstEpoch, int epochs)
    {
        for (var epoch = firstEpoch; epoch < firstEpoch + epochs; epoch++)
            Assert.Equal(StepsPerEpoch, trainer.Train(epoch).Steps);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (DisposeScopeManager.Statistics.ThreadTotalLiveCount, Environment.WorkingSet);
    }
}

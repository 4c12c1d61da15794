using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Tests.Training;
using ActivationLab.Experiments.Training;
using ActivationLab.Models.Settings;
using ActivationLab.Tests.Shared;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Devices;

/// <summary>What is measured on a GPU, and a whole trial there, beside the CPU.</summary>
[Collection(TorchCollection.Name)]
public class DeviceMeasuresTests
{
    public static TheoryData<string, string, bool> Networks => new()
    {
        { "mlp", "relu", false },
        { "mlp", "prelu channel", true },
        { "cnn", "relu", false },
        { "cnn", "leaky_relu 0.01", true },
        { "resnet", "prelu channel", true },
    };

    [GpuTheory]
    [MemberData(nameof(Networks))]
    public void Measure_counts_the_units_of_the_cpu(string model, string activation, bool batchNorm)
    {
        var (expected, actual) = (Measure(CPU), Measure(TestDevice.Device));

        Assert.InRange(expected.Sum(layer => layer.Dead), 1, expected.Sum(layer => layer.Units) - 1);
        foreach (var (cpu, gpu) in expected.Zip(actual, (cpu, gpu) => (cpu, gpu)))
        {
            Assert.Equal(cpu.DeadUnits, gpu.DeadUnits);
            Assert.Equal(
                (cpu.Module, cpu.Linear, cpu.Rare, cpu.GradientDead, cpu.Dormant, cpu.Zeros, cpu.Count),
                (gpu.Module, gpu.Linear, gpu.Rare, gpu.GradientDead, gpu.Dormant, gpu.Zeros, gpu.Count));
            Assert.Equal(cpu.Mean, gpu.Mean, 1e-9);
            Assert.Equal(cpu.StandardDeviation, gpu.StandardDeviation, 1e-9);
            Assert.Equal(cpu.EffectiveRank, gpu.EffectiveRank, 1e-6);
            Assert.Equal(cpu.GradientNorm, gpu.GradientNorm, 1e-9);
        }

        IReadOnlyList<LayerMeasures> Measure(Device device)
        {
            using var twin = new TwinCase(Variants.Settings(model, activation, batchNorm), ScalarType.Float64, images: 150, device);
            // Some units far below 0, some far above.
            twin.MoveShifts((_, unit) => (unit % 3 - 1) * 20);
            return UnitProbe.Measure(twin.Network, twin.Images, twin.All);
        }
    }

    [GpuTheory]
    [MemberData(nameof(Networks))]
    public void Evaluate_gives_the_loss_and_accuracy_of_the_cpu(string model, string activation, bool batchNorm)
    {
        var (expected, actual) = (Evaluate(CPU), Evaluate(TestDevice.Device));

        Assert.Equal(expected.Loss, actual.Loss, 1e-10);
        Assert.Equal(expected.Accuracy, actual.Accuracy);

        Evaluation Evaluate(Device device)
        {
            using var twin = new TwinCase(
                Variants.Settings(model, activation, batchNorm), ScalarType.Float64, images: Evaluator.BatchSize + 37, device);
            return Evaluator.Evaluate(twin.Network, twin.Images, twin.All);
        }
    }

    // In single precision, as trials are: products of a GPU may be rounded to ten bits, so near is not very near.
    [GpuTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_stopped_and_gone_on_with_learns_as_the_cpu_does(bool convolutional)
    {
        using var cpu = new TrialFiles();
        using var gpu = new TrialFiles();
        var experiment = convolutional
            ? TrialFiles.Cnn with { Model = (CnnSettings)TrialFiles.Cnn.Model with { Dropout = 0 } }
            : TrialFiles.Mlp with { Model = (MlpSettings)TrialFiles.Mlp.Model with { Dropout = 0 } };
        var onGpu = experiment with { Device = TestDevice.Name };
        using var stop = new CancellationTokenSource();

        cpu.Run(experiment);
        gpu.Run(onGpu, new RecordingObserver { OnEpoch = _ => stop.Cancel() }, stop.Token);
        var result = gpu.Run(onGpu);

        Assert.Equal(RunStatus.Completed, result.Run.Status);
        Assert.Equal(TestDevice.Name, gpu.FolderOf(onGpu).ReadEnvironment()!.Device);
        var (expected, actual) = (cpu.Epochs(experiment), gpu.Epochs(onGpu));
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
            Assert.InRange(other.TrainLoss / one.TrainLoss, 0.95, 1.05);
    }
}

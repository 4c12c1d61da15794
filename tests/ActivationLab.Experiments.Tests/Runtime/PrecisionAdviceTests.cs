using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Tests.Runtime;

public class PrecisionAdviceTests
{
    [Theory]
    [InlineData(TrainPrecision.Bf16, "auto", 0, null, "bf16 is slow here")]
    [InlineData(TrainPrecision.Bf16, "cpu", 1, null, "bf16 is slow here")]
    [InlineData(TrainPrecision.Bf16, "cpu", 0, "AVX512-BF16", null)]
    [InlineData(TrainPrecision.Bf16, "auto", 1, null, null)]
    [InlineData(TrainPrecision.Bf16, "cuda:0", 1, null, null)]
    [InlineData(TrainPrecision.Tf32, "auto", 0, "AVX512-BF16", "tf32 is of NVIDIA GPUs")]
    [InlineData(TrainPrecision.Tf32, "cuda", 1, null, null)]
    [InlineData(TrainPrecision.Float32, "cpu", 0, null, null)]
    public void For_is_a_line_where_the_device_lacks_the_precision(TrainPrecision precision, string device, int gpus, string? cpu, string? expected)
    {
        var experiment = new Experiment { Device = device, Train = new TrainSettings { Precision = precision } };

        var advice = PrecisionAdvice.For(experiment, gpus, cpu);

        Assert.Equal(expected is null, advice is null);
        Assert.Contains(expected ?? "", advice ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain('\n', advice ?? "");
    }
}

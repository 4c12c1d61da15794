using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Runtime;

/// <summary>Says where a precision will not do what it is for.</summary>
public static class PrecisionAdvice
{
    /// <summary>One line of what to know before training; null when there is nothing.</summary>
    /// <param name="experiment">What is trained.</param>
    /// <param name="gpus">GPUs that libtorch sees.</param>
    /// <param name="cpuBf16">What the CPU has for bfloat16: <see cref="Bf16Arithmetic.OfCpu"/>.</param>
    public static string? For(Experiment experiment, int gpus, string? cpuBf16)
    {
        var isOnCpu = experiment.Device == "cpu" || (experiment.Device == "auto" && gpus == 0);
        return (experiment.Train.ComputesIn, isOnCpu) switch
        {
            (TrainPrecision.Bf16, true) when cpuBf16 is null =>
                "train.precision: bf16 is slow here, as this CPU has no instructions for it; float32 is faster",
            (TrainPrecision.Tf32, true) => "train.precision: tf32 is of NVIDIA GPUs; the CPU computes in float32",
            _ => null,
        };
    }
}

using System.Globalization;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Cli.Diagnosis;

/// <summary>Looks at libtorch and what it computes with.</summary>
internal static class TorchDiagnosis
{
    private static readonly TimeSpan Measurement = TimeSpan.FromSeconds(1);

    // A core of the last ten years reaches 30 to 150 with a good BLAS and 1 to 6 with the reference one.
    private const double SlowGflopsPerThread = 10;

    /// <summary>What was found. One error if libtorch cannot be loaded.</summary>
    public static IReadOnlyList<Finding> Examine(Services services, int? threads)
    {
        try
        {
            var facts = services.DescribeTorch(threads);
            return
            [
                new Finding(Severity.Ok, "torch provider", facts.Provider),
                new Finding(Severity.Ok, "libtorch", facts.Libtorch),
                Blas(facts, services.MeasureGflops(Measurement)),
                Bf16(facts, services),
                Threads(facts, Environment.ProcessorCount),
                Cuda(facts, services.HasNvidiaGpu()),
            ];
        }
        catch (Exception error) when (LibtorchProblem.Of(error) is not null)
        {
            return
            [
                new Finding(
                    Severity.Error, "libtorch", LibtorchProblem.Of(error)!,
                    "install libtorch-dev and libopenblas0-openmp (or set LIBTORCH, or LIBTORCH_USE_PYTORCH=1) and build again"),
            ];
        }
    }

    private static Finding Blas(TorchFacts facts, double gflops)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"{facts.Blas ?? "unknown"}, {gflops:F0} GFLOP/s");
        if (facts.BlasPath is { } path)
            detail += $" ({path})";
        if (!facts.BlasIsFast)
            return new Finding(Severity.Warning, "BLAS", detail, facts.Warning ?? "install libopenblas0-openmp");
        if (facts.BlasAdvice is { } advice)
            return new Finding(Severity.Warning, "BLAS", detail, advice);
        return gflops < SlowGflopsPerThread * facts.Threads
            ? new Finding(Severity.Warning, "BLAS", detail, "that is slow for its threads: see whether something else keeps the machine busy")
            : new Finding(Severity.Ok, "BLAS", detail);
    }

    // TorchSharp does not tell what a GPU can do.
    private static Finding Bf16(TorchFacts facts, Services services)
    {
        var gpu = facts.Gpus > 0 ? "; NVIDIA GPUs have it since Ampere (2020)" : "";
        return services.CpuBf16() is { } instructions
            ? new Finding(Severity.Ok, "bf16", string.Create(CultureInfo.InvariantCulture, $"{instructions} on this CPU, {services.MeasureBf16Gflops(Measurement):F0} GFLOP/s{gpu}"))
            : new Finding(Severity.Ok, "bf16", $"none on this CPU, where train.precision: bf16 would be slow{gpu}");
    }

    private static Finding Threads(TorchFacts facts, int cores)
    {
        var detail = $"{facts.Threads} of {cores} cores";
        return facts.Threads > cores
            ? new Finding(Severity.Warning, "threads", detail, $"more threads than cores get in each other's way: use --threads {cores} or fewer")
            : new Finding(Severity.Ok, "threads", detail);
    }

    private static Finding Cuda(TorchFacts facts, bool hasGpu)
    {
        if (facts.Gpus > 0)
            return new Finding(Severity.Ok, "CUDA", $"{facts.Cuda ?? "yes"}, {facts.Gpus} GPU{(facts.Gpus == 1 ? "" : "s")}");
        return (hasGpu, facts.Cuda) switch
        {
            (false, _) => new Finding(Severity.Ok, "CUDA", "no NVIDIA GPU here: training runs on the CPU"),
            (true, null) => new Finding(
                Severity.Warning, "CUDA", "there is an NVIDIA GPU, but this libtorch has no CUDA",
                "build with TORCH=cuda, or with LIBTORCH_USE_PYTORCH=1 where a PyTorch with CUDA is installed"),
            _ => new Finding(
                Severity.Warning, "CUDA", $"libtorch has CUDA {facts.Cuda}, but sees no GPU",
                "look at nvidia-smi: the driver may be older than this CUDA, or CUDA_VISIBLE_DEVICES may hide the GPU"),
        };
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Training;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>What <see cref="StepBench"/> measured.</summary>
/// <param name="Network">The network, as configurations name it (<c>mlp</c>).</param>
/// <param name="Data">The data set.</param>
/// <param name="BatchSize">Images of a step.</param>
/// <param name="StepsPerEpoch">Steps of an epoch of the configuration.</param>
/// <param name="ProbeEveryEpochs">After how many epochs the units are measured.</param>
/// <param name="ProbeImages">Images of the probe set.</param>
/// <param name="MachineGflops">
/// The device's rate of matrix products of 1024 (on a GPU 4096) rows, in 10⁹ floating-point operations a second, once a round.
/// </param>
/// <param name="Networks">One for each activation.</param>
public sealed record StepBenchResult(
    string Network, string Data, int BatchSize, int StepsPerEpoch, int ProbeEveryEpochs, int ProbeImages, IReadOnlyList<double> MachineGflops,
    IReadOnlyList<StepTiming> Networks)
{
    /// <summary>What was computed in, the matrix products of <see cref="MachineGflops"/> too.</summary>
    public TrainPrecision Precision { get; init; } = TrainPrecision.Float32;
}

/// <summary>The steps of one network.</summary>
/// <param name="Activation">Its activation; <c>mixed</c> where the layers have different ones.</param>
/// <param name="Settings">The activation's settings; null where the layers have different ones.</param>
/// <param name="FlopsPerImage">
/// Floating-point operations of one image in a step, two a multiply-add of the matrix products: three times those of the forward pass.
/// </param>
/// <param name="Rounds">One after the other, in turns with the other networks.</param>
public sealed record StepTiming(string Activation, ActivationSettings? Settings, long FlopsPerImage, IReadOnlyList<StepRound> Rounds);

/// <summary>A round of one network.</summary>
/// <param name="StepSeconds">Seconds of whole steps: of each; on a GPU, which is not waited for between them, their mean alone.</param>
/// <param name="Phased">The steps whose phases were timed; on a GPU the device was waited for after each phase.</param>
/// <param name="ProbeSeconds">Seconds of a measurement of the units on the probe set; null in a round without one.</param>
public sealed record StepRound(IReadOnlyList<double> StepSeconds, IReadOnlyList<PhaseSeconds> Phased, double? ProbeSeconds);

/// <summary>The seconds of a step by phase.</summary>
public sealed record PhaseSeconds
{
    private readonly double[] _seconds;

    /// <summary>Takes the seconds of <see cref="All"/>, in their order.</summary>
    internal PhaseSeconds(IReadOnlyDictionary<StepPhase, double> seconds) => _seconds = [.. All.Select(phase => seconds[phase])];

    /// <summary>The phases of a step, in their order; they are all of it.</summary>
    public static IReadOnlyList<StepPhase> All { get; } =
        [StepPhase.Data, StepPhase.Forward, StepPhase.Backward, StepPhase.Optimizer, StepPhase.Bookkeeping];

    /// <summary>Seconds of a phase.</summary>
    public double this[StepPhase phase] => _seconds[All.ToList().IndexOf(phase)];

    /// <summary>Seconds of the step.</summary>
    public double Total => _seconds.Sum();
}

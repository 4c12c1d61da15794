namespace ActivationLab.Experiments.Benchmarks;

/// <summary>What <see cref="StepBench"/> measures, and how.</summary>
public sealed record StepBenchOptions
{
    private const int StepsOfARound = 10, LeastRounds = 3;

    /// <summary>Steps that are timed as a whole, and as many again by phase. Default 200.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>
    /// Activations that the network is trained with in turns, in place of the configuration's own; ReLU is added if it is missing. None, the
    /// default: the configuration's own, alone.
    /// </summary>
    public IReadOnlyList<BenchedActivation> Activations { get; init; } = [];

    /// <summary>Threads of a tensor operation; null for the cores that the process may use.</summary>
    public int? Threads { get; init; }

    /// <summary>How long the machine's matrix products are measured in each round. Default 50 ms.</summary>
    public TimeSpan MachineTurn { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Tells the time. Default: the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many rounds the steps are divided into: one for each ten of them, at least three where there are so many steps.</summary>
    public int Rounds => Math.Max(Math.Min(LeastRounds, Steps), Steps / StepsOfARound);
}

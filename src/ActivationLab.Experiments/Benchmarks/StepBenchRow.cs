namespace ActivationLab.Experiments.Benchmarks;

/// <summary>A row of the CSV of <c>bench step</c>: a phase of a training step, the step as a whole, or a measurement of the units.</summary>
public sealed record StepBenchRow : BenchRow
{
    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the network (<c>mlp</c>).</summary>
    public required string Model { get; init; }

    /// <summary>The activation, as benchmarks name it; <c>mixed</c> where the layers have different ones.</summary>
    public required string Activation { get; init; }

    /// <summary>Its settings, in JSON; empty where the layers have different ones.</summary>
    public string? Settings { get; init; }

    /// <summary>What was computed in, by the network and by the matrix products of <see cref="MachineGflops"/>: <c>float32</c>, <c>tf32</c> or <c>bf16</c>.</summary>
    public string Precision { get; init; } = "";

    /// <summary>Images of a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>
    /// <c>step</c>: the step as a whole; <c>data</c>, <c>forward</c>, <c>backward</c>, <c>optimizer</c>,
    /// <c>bookkeeping</c>: its phases, each timed, in other steps; <c>probe</c>: a measurement of the units.
    /// </summary>
    public required string Phase { get; init; }

    /// <summary>Times that the median is of: steps, or measurements for <c>probe</c>; on a GPU rounds for <c>step</c>.</summary>
    public required int N { get; init; }

    /// <summary>Median of their seconds.</summary>
    public required double MedianSeconds { get; init; }

    /// <summary>Lower end of the median's 95 % interval by order statistics; empty for fewer than six.</summary>
    public double? MedianSecondsLow { get; init; }

    /// <summary>Upper end of it.</summary>
    public double? MedianSecondsHigh { get; init; }

    /// <summary>Mean of their seconds.</summary>
    public required double MeanSeconds { get; init; }

    /// <summary>
    /// Of a phase, its share of the sum of the phases' medians; of <c>probe</c>, that of an epoch's training time, at the
    /// configuration's <c>probe.every_epochs</c>; empty for <c>step</c>.
    /// </summary>
    public double? Share { get; init; }

    /// <summary>Of <c>step</c>: images a second, at the median.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Of <c>step</c>: floating-point operations an image, 6 for each multiply-add of its matrix products (2 forward, 4 backward).</summary>
    public long? FlopsPerImage { get; init; }

    /// <summary>Of <c>step</c>: 10⁹ floating-point operations a second, at the median.</summary>
    public double? Gflops { get; init; }

    /// <summary>What matrix products alone reach on the device, likewise: median over the rounds.</summary>
    public required double MachineGflops { get; init; }

    /// <summary>Of <c>step</c>: <see cref="Gflops"/> / <see cref="MachineGflops"/>.</summary>
    public double? GflopsShare { get; init; }

    /// <summary>Rounds in which the networks took turns.</summary>
    public required int Rounds { get; init; }

    /// <summary>Time over that of the network with ReLU, of the medians of a round: geometric mean over the rounds; empty for that network itself, and where there is none.</summary>
    public double? Ratio { get; init; }

    /// <summary>Lower end of the ratio's 95 % interval, by Student's t of the logarithms.</summary>
    public double? RatioLow { get; init; }

    /// <summary>Upper end of it.</summary>
    public double? RatioHigh { get; init; }
}

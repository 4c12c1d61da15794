namespace ActivationLab.Experiments.Benchmarks;

/// <summary>A row of the CSV of <c>bench activations</c>: a pass through an activation beside the same pass through ReLU.</summary>
public sealed record ActivationBenchRow : BenchRow
{
    /// <summary>The activation, as benchmarks name it (<c>prelu_layer</c>).</summary>
    public required string Activation { get; init; }

    /// <summary>Its settings, in JSON.</summary>
    public required string Settings { get; init; }

    /// <summary>Size of the pre-activations, batch first (<c>64x32x28x28</c>).</summary>
    public required string Size { get; init; }

    /// <summary>Numbers in them.</summary>
    public required long Elements { get; init; }

    /// <summary>How they lie in memory: <c>contiguous</c> or <c>channels_last</c>.</summary>
    public required string Layout { get; init; }

    /// <summary>Their type.</summary>
    public required string Dtype { get; init; }

    /// <summary>Which pass: <c>forward</c>, <c>backward</c> or <c>both</c>.</summary>
    public required string Pass { get; init; }

    /// <summary>Whether the activation writes in place.</summary>
    public required bool InPlace { get; init; }

    /// <summary>Whether the ReLU that it is compared with does.</summary>
    public required bool BaselineInPlace { get; init; }

    /// <summary>Whether both are the modules that the lab trains with.</summary>
    public required bool AsTrained { get; init; }

    /// <summary>Rounds: ratios that were measured.</summary>
    public required int N { get; init; }

    /// <summary>Calls of the activation in a round.</summary>
    public required int Calls { get; init; }

    /// <summary>Calls of ReLU in a round.</summary>
    public required int BaselineCalls { get; init; }

    /// <summary>Median over the rounds of the seconds of a call of the activation.</summary>
    public required double MedianSeconds { get; init; }

    /// <summary>Median over the rounds of the seconds of a call of ReLU.</summary>
    public required double BaselineMedianSeconds { get; init; }

    /// <summary>Time over that of ReLU: geometric mean over the rounds.</summary>
    public required double Ratio { get; init; }

    /// <summary>Lower end of the ratio's 95 % interval, by Student's t of the logarithms; empty for a single round.</summary>
    public double? RatioLow { get; init; }

    /// <summary>Upper end of it.</summary>
    public double? RatioHigh { get; init; }

    /// <summary>Median of the ratios.</summary>
    public required double RatioMedian { get; init; }

    /// <summary>The smallest of them.</summary>
    public required double RatioMin { get; init; }

    /// <summary>The largest of them.</summary>
    public required double RatioMax { get; init; }
}

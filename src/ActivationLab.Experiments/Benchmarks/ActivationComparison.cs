namespace ActivationLab.Experiments.Benchmarks;

/// <summary>One thing that is measured: a pass through an activation beside the same pass through ReLU.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="Size">Of the pre-activations.</param>
/// <param name="Layout">How they lie in memory.</param>
/// <param name="Form">Whether the two write in place.</param>
/// <param name="Pass">Which pass.</param>
public sealed record ActivationComparison(
    BenchedActivation Activation, TensorSize Size, TensorLayout Layout, ActivationForm Form, BenchPass Pass);

/// <summary>What was measured.</summary>
/// <param name="Comparison">Of what.</param>
/// <param name="Calls">Calls of the activation in a round.</param>
/// <param name="BaselineCalls">Calls of ReLU in a round.</param>
/// <param name="Rounds">The rounds, in order.</param>
public sealed record ActivationTiming(ActivationComparison Comparison, int Calls, int BaselineCalls, IReadOnlyList<TimedRound> Rounds);

/// <summary>A round: the two measured one right after the other.</summary>
/// <param name="Seconds">Of a call of the activation, the median of the round's.</param>
/// <param name="BaselineSeconds">Of a call of ReLU, likewise.</param>
public readonly record struct TimedRound(double Seconds, double BaselineSeconds)
{
    /// <summary>Time of the activation over that of ReLU.</summary>
    public double Ratio => Seconds / BaselineSeconds;
}

namespace ActivationLab.Experiments.Birth;

/// <summary>One initialisation, a number a layer: the pre-activations of each activation, then the network's output.</summary>
/// <param name="Means">Mean of z over units, inputs and positions.</param>
/// <param name="SecondMoments">Mean of z².</param>
/// <param name="DeadUnits">Units whose z is never positive on the inputs.</param>
/// <param name="IsConstant">Whether the output is the same on all inputs.</param>
internal sealed record BirthSample(double[] Means, double[] SecondMoments, long[] DeadUnits, bool IsConstant);

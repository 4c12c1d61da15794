namespace ActivationLab.Experiments.Birth;

/// <summary>What networks are like at birth.</summary>
/// <param name="Layers">The activations from the image on, then the output.</param>
/// <param name="BornDead">Networks whose output is the same on all inputs.</param>
/// <param name="BornDeadTheory">What theory says of that; null where there is none.</param>
/// <param name="Inputs">The inputs, in words.</param>
/// <param name="InputCount">How many inputs there are.</param>
/// <param name="Features">Numbers in one input.</param>
public sealed record BirthResult(
    IReadOnlyList<BirthLayer> Layers, Proportion BornDead, BornDeadTheory? BornDeadTheory, string Inputs, int InputCount, int Features);

namespace ActivationLab.Experiments.Birth;

/// <summary>What theory says of the probability that a network is born dead.</summary>
/// <param name="Lower">It is at least this; null where no bound is known.</param>
/// <param name="Upper">It is at most this.</param>
/// <param name="IsExact">Whether it is exactly <paramref name="Upper"/>.</param>
public sealed record BornDeadTheory(double? Lower, double Upper, bool IsExact);

namespace ActivationLab.Experiments.Runtime;

/// <summary>What is behind the tensors of this process.</summary>
/// <param name="Provider">Where TorchSharp's API comes from: <c>system</c>, <c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="Blas">The library that multiplies matrices on the CPU; null when unknown.</param>
/// <param name="BlasPath">Its file; null when it is part of libtorch.</param>
/// <param name="BlasIsFast">Whether it is one that does not slow training down.</param>
/// <param name="Cuda">Version of the CUDA runtime; null without.</param>
/// <param name="Gpus">GPUs that libtorch sees.</param>
/// <param name="Threads">Threads that one operation may use.</param>
/// <param name="Warning">One line that says what is slow and how to mend it; null when nothing is.</param>
public sealed record TorchFacts(
    string Provider, string Libtorch, string? Blas, string? BlasPath, bool BlasIsFast, string? Cuda, int Gpus, int Threads, string? Warning)
{
    /// <summary>What in the environment holds <see cref="Blas"/> back, and what to do; null when nothing does.</summary>
    public string? BlasAdvice { get; init; }
}

namespace ActivationLab.Models.Tests.Support;

/// <summary>Tests that seed libtorch's default generator, or count the live tensors, run beside nothing else: both belong to the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GeneratorCollection
{
    public const string Name = "generator";
}

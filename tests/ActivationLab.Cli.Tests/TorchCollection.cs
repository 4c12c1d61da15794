namespace ActivationLab.Cli.Tests;

/// <summary>Tests that compute with tensors run one at a time: the number of threads belongs to the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchCollection
{
    public const string Name = "torch";
}

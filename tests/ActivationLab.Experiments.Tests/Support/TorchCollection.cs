namespace ActivationLab.Experiments.Tests.Support;

/// <summary>
/// Tests that compute with tensors run one at a time and beside nothing else: the number of threads and the seed of libtorch belong to the
/// whole process, and so does the resident memory that some of them watch. They share one PyTorch process, which takes seconds to start.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TorchCollection : ICollectionFixture<PyTorchTwin>, ICollectionFixture<OneThread>
{
    public const string Name = "torch";
}

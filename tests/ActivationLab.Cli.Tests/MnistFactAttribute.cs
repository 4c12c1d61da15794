using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Tests;

/// <summary>A test that needs the real images; skipped with a reason where they were not fetched.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute()
    {
        if (!DatasetStore.IsPresent(DatasetName.Mnist, DataFolder.Resolve()))
            Skip = $"MNIST is not in {DataFolder.Resolve()}: run 'activationlab data fetch mnist'";
    }
}

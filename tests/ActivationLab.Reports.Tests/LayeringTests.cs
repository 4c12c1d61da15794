using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Tests;

/// <summary>What the compiled reports know of the rest of the lab: files and records of runs, and never a tensor.</summary>
public class LayeringTests
{
    // Of the experiments: their files, configurations and plans, and what is written for people. Nothing that trains, measures or loads images.
    private static readonly string[] AllowedNamespaces =
    [
        "ActivationLab.Experiments", "ActivationLab.Experiments.Configuration", "ActivationLab.Experiments.Configuration.Reading",
        "ActivationLab.Experiments.Runs", "ActivationLab.Experiments.Sweeps", "ActivationLab.Experiments.Sweeps.Plan",
    ];

    // Of a namespace with tensors: names of data sets, and a generator of random numbers.
    private static readonly string[] AllowedTypes =
        ["ActivationLab.Experiments.Data.DatasetCatalog", "ActivationLab.Experiments.Data.DatasetInfo", "ActivationLab.Experiments.Data.SplitMix64"];

    [Fact]
    public void Reports_refer_to_no_assembly_with_tensors_or_networks()
    {
        var assemblies = typeof(Comparer).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToList();

        Assert.Contains("ActivationLab.Experiments", assemblies);
        Assert.DoesNotContain(assemblies, name => name == "ActivationLab.Models" || name.Contains("Torch", StringComparison.Ordinal));
    }

    [Fact]
    public void Reports_refer_to_files_and_records_of_experiments_only()
    {
        using var file = new PEReader(File.OpenRead(typeof(Comparer).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var others = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Select(type => (Namespace: metadata.GetString(type.Namespace), Name: metadata.GetString(type.Name)))
            .Where(type => type.Namespace.StartsWith("ActivationLab.", StringComparison.Ordinal) && !AllowedNamespaces.Contains(type.Namespace))
            .Select(type => $"{type.Namespace}.{type.Name}").Except(AllowedTypes);

        Assert.Empty(others);
    }
}

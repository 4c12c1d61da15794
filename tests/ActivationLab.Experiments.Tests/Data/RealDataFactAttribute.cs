using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Tests.Data;

/// <summary>A test of the real data sets; skipped, with the reason, where one of the named ones was not fetched.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(params string[] names)
    {
        var missing = names.Select(name => DatasetCatalog.Find(name)!)
            .FirstOrDefault(info => !DatasetStore.IsPresent(info.Name, DataFolder.Resolve()));
        if (missing is not null)
            Skip = $"{missing.Title} is not in {DataFolder.Resolve()}: run '{missing.FetchCommand}'";
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Tests.Data;

public sealed class DatasetCatalogTests
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static TheoryData<DatasetName> Names => [.. Enum.GetValues<DatasetName>()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_is_the_name_in_configurations(DatasetName name)
    {
        var info = DatasetCatalog.Get(name);

        Assert.Equal(JsonSerializer.Serialize(name, Options), $"\"{info.Text}\"");
        Assert.Same(info, DatasetCatalog.Find(info.Text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Description_is_consistent(DatasetName name)
    {
        var info = DatasetCatalog.Get(name);

        Assert.Equal(10, info.ClassNames.Distinct().Count());
        Assert.Equal(info.Channels, info.Mean.Count);
        Assert.Equal(info.Channels, info.Std.Count);
        var (train, test) = name switch
        {
            DatasetName.Cifar10 => (50_000, 10_000),
            DatasetName.Clusters => (20_000, 4_000),
            _ => (60_000, 10_000),
        };
        Assert.Equal((train, test), (info.TrainCount, info.TestCount));
        Assert.All(info.Files.SelectMany(file => file.Sums), sum => Assert.Matches("^([0-9a-f]{64}|[0-9a-f]{32})$", sum.Sha256 ?? sum.Md5));
    }

    [Fact]
    public void Find_unknown_name_is_null() => Assert.Null(DatasetCatalog.Find("imagenet"));
}

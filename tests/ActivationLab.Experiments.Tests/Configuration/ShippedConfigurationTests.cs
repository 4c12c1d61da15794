using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Models.Blueprints;

namespace ActivationLab.Experiments.Tests.Configuration;

public sealed class ShippedConfigurationTests : IDisposable
{
    // Each network and activation on each data set.
    private static readonly string[] Grid =
    [
        .. from data in (string[])["mnist", "cifar10"]
           from model in (string[])["mlp", "cnn"]
           from activation in (string[])["relu", "leaky", "prelu"]
           select $"{data}-{model}-{activation}.yaml",
    ];

    private readonly ConfigurationFolder folder = new();

    public static TheoryData<string> Names => new(ShippedFiles.Names);

    public static TheoryData<string> GridNames => new(Grid);

    public static TheoryData<string> YamlNames => new(ShippedFiles.Names.Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shipped_files_are_the_grid_and_the_special_ones()
    {
        string[] special =
        [
            "cifar10-cnn-bn-leaky.yaml", "cifar10-nin-rrelu.yaml", "cifar10-resnet20-leaky.yaml", "cnn-leaky.json", "mnist-cnn-bn-leaky.yaml",
            "mnist-mlp-mismatched.yaml", "mnist-mlp-mixed.yaml", "tutorial-mlp-128-256-256.yaml", "tutorial-mlp-784-128.yaml",
        ];

        Assert.Equal(Grid.Concat(special).Order(StringComparer.Ordinal), ShippedFiles.Names);
    }

    // The networks that the tutorials build: what enters and leaves each layer with weights.
    [Theory]
    [InlineData("tutorial-mlp-784-128.yaml", "784>128 128>10")]
    [InlineData("tutorial-mlp-128-256-256.yaml", "128>256 256>256 256>10")]
    [InlineData("mnist-cnn-leaky.yaml", "1>32 32>64 3136>128 128>10")]
    [InlineData("cifar10-cnn-leaky.yaml", "3>32 32>64 4096>128 128>10")]
    [InlineData("cifar10-cnn-bn-leaky.yaml", "3>32 32>64 4096>128 128>10")]
    public void Shipped_tutorial_network_has_its_widths(string name, string widths)
    {
        var experiment = ExperimentLoader.Load(ShippedFiles.PathOf(name), []);
        var data = DatasetCatalog.Get(experiment.Data.Name);
        var blueprint = BlueprintWriter.Write(experiment.Model, new ImageShape(data.Channels, data.Height, data.Width), data.ClassNames.Count);

        Assert.Equal(widths, string.Join(' ', blueprint.Leaves.OfType<WeightLayer>().Select(layer => layer switch
        {
            LinearLayer linear => $"{linear.InFeatures}>{linear.OutFeatures}",
            ConvolutionLayer conv => $"{conv.InChannels}>{conv.OutChannels}",
            _ => layer.Name,
        })));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_shipped_file_round_trips(string name)
    {
        var experiment = ExperimentLoader.Load(ShippedFiles.PathOf(name), []);
        var written = ExperimentYaml.Write(experiment);

        Assert.Equal(written, ExperimentYaml.Write(ExperimentLoader.Load(folder.Write("written.yaml", written), [])));
    }

    [Theory]
    [MemberData(nameof(GridNames))]
    public void Shipped_yaml_is_what_its_name_says(string name)
    {
        var experiment = ExperimentLoader.Load(ShippedFiles.PathOf(name), []);
        var words = Path.GetFileNameWithoutExtension(name).Split('-');
        var text = ExperimentYaml.Write(experiment);

        Assert.Equal(Path.GetFileNameWithoutExtension(name), experiment.Name);
        Assert.Contains($"data:\n  name: {words[0]}\n", text);
        Assert.Contains($"model:\n  name: {words[1]}\n", text);
        Assert.Contains($"activation: {{ name: {(words[2] == "leaky" ? "leaky_relu" : words[2])}", text);
    }

    [Theory]
    [MemberData(nameof(YamlNames))]
    public void Shipped_yaml_is_headed_by_its_schema_command_and_expectation(string name)
    {
        var heading = File.ReadLines(ShippedFiles.PathOf(name)).TakeWhile(line => line.StartsWith('#')).ToList();

        Assert.Equal("# yaml-language-server: $schema=./experiment.schema.json", heading[0]);
        Assert.Contains($"#   ./activationlab train --config configs/{name}", heading);
        Assert.Contains(heading, line => line.StartsWith("# Expected: ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Readme_lists_the_file_with_its_command(string name) => Assert.Contains(
        $"| [{name}]({name}) | `./activationlab train --config configs/{name}` |", File.ReadAllText(ShippedFiles.PathOf("README.md")));
}

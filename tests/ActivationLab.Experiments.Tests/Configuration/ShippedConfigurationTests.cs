using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Tests.Configuration;

public sealed class ShippedConfigurationTests : IDisposable
{
    private readonly ConfigurationFolder folder = new();

    public static TheoryData<string> Names => new(ShippedFiles.Names);

    public static TheoryData<string> YamlNames => new(ShippedFiles.Names.Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shipped_files_are_each_network_and_activation_on_each_data_set()
    {
        var grid =
            from data in (string[])["mnist", "cifar10"]
            from model in (string[])["mlp", "cnn"]
            from activation in (string[])["relu", "leaky", "prelu"]
            select $"{data}-{model}-{activation}.yaml";

        Assert.Equal(grid.Append("cnn-leaky.json").Order(StringComparer.Ordinal), ShippedFiles.Names);
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
    [MemberData(nameof(YamlNames))]
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

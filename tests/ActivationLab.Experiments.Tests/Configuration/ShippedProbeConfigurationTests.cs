using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Tests.Configuration;

public sealed class ShippedProbeConfigurationTests : IDisposable
{
    private static readonly string Folder = Path.Combine(ShippedFiles.Folder, "probe");

    private readonly ConfigurationFolder folder = new();

    public static TheoryData<string> Names => new(Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!));

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_shipped_probe_file_round_trips(string name)
    {
        var experiment = ExperimentLoader.Load(Path.Combine(Folder, name), []);
        var written = ExperimentYaml.Write(experiment);

        Assert.Equal("probe-" + Path.GetFileNameWithoutExtension(name), experiment.Name);
        Assert.Equal(written, ExperimentYaml.Write(ExperimentLoader.Load(folder.Write("written.yaml", written), [])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shipped_probe_file_is_headed_by_its_schema_command_and_expectation(string name)
    {
        var heading = File.ReadLines(Path.Combine(Folder, name)).TakeWhile(line => line.StartsWith('#')).ToList();

        Assert.Equal("# yaml-language-server: $schema=../experiment.schema.json", heading[0]);
        Assert.Contains(heading, line => line.StartsWith($"#   ./activationlab probe --config configs/probe/{name} ", StringComparison.Ordinal));
        Assert.Contains(heading, line => line.StartsWith("# Expected: ", StringComparison.Ordinal));
        Assert.Contains($"configs/probe/{name}", File.ReadAllText(ShippedFiles.PathOf("README.md")));
    }
}

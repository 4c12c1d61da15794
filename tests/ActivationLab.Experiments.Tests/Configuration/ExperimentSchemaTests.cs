using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Configuration;

public sealed class ExperimentSchemaTests : IDisposable
{
    private readonly ConfigurationFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_is_the_shipped_schema() => Assert.Equal(File.ReadAllText(ShippedFiles.Schema), ExperimentSchema.Write());

    [PythonFact("jsonschema")]
    public void Schema_accepts_every_shipped_file_and_every_written_one()
    {
        var shipped = ShippedFiles.Names.Select(name => File.ReadAllText(ShippedFiles.PathOf(name)));
        var written = ShippedFiles.Names.Select(name => ExperimentYaml.Write(ExperimentLoader.Load(ShippedFiles.PathOf(name), [])));
        var texts = shipped.Concat(written).Concat(ExperimentYamlTests.KindTexts).ToList();

        Assert.All(SchemaVerdicts.Of(ShippedFiles.Schema, folder, texts.Select(YamlToJson.Convert)).Zip(texts), pair => Assert.Equal(("valid", pair.Second), pair));
    }

    [PythonFact("jsonschema")]
    public void Schema_rejects_what_the_loader_rejects_for_its_structure()
    {
        var texts = WrongConfigurations.Structural.Select(wrong => wrong.Text).ToList();

        Assert.All(SchemaVerdicts.Of(ShippedFiles.Schema, folder, texts.Select(YamlToJson.Convert)).Zip(texts), pair => Assert.Equal(("invalid", pair.Second), pair));
    }
}

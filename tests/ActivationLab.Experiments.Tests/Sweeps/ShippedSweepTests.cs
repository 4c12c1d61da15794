using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Tests.Configuration;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Sweeps;

public sealed class ShippedSweepTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public static TheoryData<string> Names => new(ShippedFiles.Sweeps);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mnist-mlp-slopes.yaml", 6, 30)]
    [InlineData("mnist-mlp-variants.yaml", 23, 115)]
    [InlineData("cnn-slurm.yaml", 20, 60)]
    public void Load_shipped_sweep_has_so_many_cells_and_trials(string name, int cells, int trials)
    {
        var sweep = SweepLoader.Load(ShippedFiles.SweepOf(name), []);
        Assert.Equal((cells, trials), (sweep.Cells.Count, sweep.Trials.Count()));
        Assert.Contains($"{trials} trials", File.ReadAllText(ShippedFiles.SweepOf(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_shipped_sweep_has_the_name_of_its_file(string name)
    {
        Assert.True(SweepLoader.IsSweepFile(ShippedFiles.SweepOf(name)));
        var sweep = SweepLoader.Load(ShippedFiles.SweepOf(name), []);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), sweep.Name);
        Assert.All(sweep.Cells, cell => Assert.Equal(sweep.Name, cell.Experiment.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shipped_sweep_is_headed_by_its_schema_command_and_expectation(string name)
    {
        var heading = File.ReadLines(ShippedFiles.SweepOf(name)).TakeWhile(line => line.StartsWith('#')).ToList();

        Assert.Equal("# yaml-language-server: $schema=../sweep.schema.json", heading[0]);
        Assert.Contains(heading, line => line.StartsWith($"#   ./activationlab sweep --config configs/sweeps/{name}", StringComparison.Ordinal));
        Assert.Contains(heading, line => line.StartsWith("# Expected: ", StringComparison.Ordinal));
        Assert.Contains($"| [sweeps/{name}](sweeps/{name}) | `./activationlab sweep --config configs/sweeps/{name}", File.ReadAllText(ShippedFiles.PathOf("README.md")));
    }

    [Fact]
    public void Sweep_of_the_documentation_is_one()
    {
        var page = File.ReadAllText(Path.Combine(ShippedFiles.Folder, "..", "docs", "sweeps.md"));
        var text = page.Split("```")[1]["yaml\n".Length..].Replace("../mnist-mlp-leaky.yaml", ShippedFiles.PathOf("mnist-mlp-leaky.yaml"));

        var sweep = SweepLoader.Load(_folder.Write("sweep.yaml", text), []);

        Assert.Equal(["ReLU", "Leaky", "Leaky", "Leaky", "Leaky"], sweep.Cells.Select(cell => cell.Variant));
        Assert.Equal((42, 51, 50), (sweep.Seeds[0], sweep.Seeds[^1], sweep.Trials.Count()));
    }

    [Fact]
    public void Write_is_the_shipped_schema() => Assert.Equal(File.ReadAllText(ShippedFiles.SweepSchema), SweepSchema.Write());

    [PythonFact("jsonschema")]
    public void Schema_accepts_every_shipped_sweep()
    {
        var texts = ShippedFiles.Sweeps.Select(name => File.ReadAllText(ShippedFiles.SweepOf(name))).Append("{ base: a.yaml, seeds: [1, 2], slurm: { gpus: 1 } }").ToList();
        Assert.All(SchemaVerdicts.Of(ShippedFiles.SweepSchema, _folder, texts.Select(YamlToJson.Convert)).Zip(texts), pair => Assert.Equal(("valid", pair.Second), pair));
    }

    [PythonFact("jsonschema")]
    public void Schema_rejects_what_the_loader_rejects_for_its_structure()
    {
        string[] texts =
        [
            "seeds: 3", "{ base: a, seed: 3 }", "{ base: a, seeds: 0 }", "{ base: a, seeds: [] }", "{ base: a, seeds: [1, 1] }", "{ base: [a] }",
            "{ base: a, parameters: [1] }", "{ base: a, parameters: { k: 3 } }", "{ base: a, parameters: { k: [] } }", "{ base: a, parameters: { k: { min: 1 } } }",
            "{ base: a, parameters: { k: { valeus: [1] } } }", "{ base: a, variants: [a] }", "{ base: a, variants: { A: relu } }", "{ base: a, method: gird }",
            "{ base: a, method: { name: random, sede: 1 } }", "{ base: a, exclude: { a: 1 } }", "{ base: a, exclude: [{}] }", "{ base: a, slurm: { partion: gpu } }",
            "{ base: a, slurm: { time: soon } }", "{ base: a, name: 'a b' }",
        ];
        Assert.All(texts, text => Assert.Throws<ConfigurationException>(() => SweepLoader.Load(_folder.Write("sweep.yaml", text), [])));
        Assert.All(SchemaVerdicts.Of(ShippedFiles.SweepSchema, _folder, texts.Select(YamlToJson.Convert)).Zip(texts), pair => Assert.Equal(("invalid", pair.Second), pair));
    }

    // The loop and the sweep must ask for the same trials.
    [Fact]
    public void Script_of_slopes_asks_for_the_trials_of_its_sweep_file()
    {
        var script = File.ReadAllText(Path.Combine(ShippedFiles.Folder, "..", "scripts", "sweep-slopes.sh"));
        string Default(string variable) => script.Split('\n').Single(line => line.StartsWith($"{variable}=", StringComparison.Ordinal))[(variable.Length + 1)..].Trim('"');
        var sweep = SweepLoader.Load(ShippedFiles.SweepOf("mnist-mlp-slopes.yaml"), []);

        Assert.Equal(Default("name"), sweep.Name);
        Assert.Equal(Default("slopes"), string.Join(' ', sweep.Cells.Select(cell => cell.Values[0].Text)));
        Assert.Equal(Default("seeds"), string.Join(' ', sweep.Seeds));
        var config = Default("config").Replace("$root/configs", ShippedFiles.Folder);
        Assert.Equal(
            sweep.Trials.Select(trial => ExperimentYaml.Write(trial.Experiment)),
            from seed in Default("seeds").Split(' ')
            from slope in Default("slopes").Split(' ')
            select ExperimentYaml.Write(ExperimentLoader.Load(config, [$"name={sweep.Name}", $"model.activation.negative_slope={slope}", $"seed={seed}"])));
    }
}

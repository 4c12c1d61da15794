using System.Text;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Descriptions;
using ActivationLab.Experiments.Tests.Configuration;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Fuzz;

public sealed class ConfigurationFuzzTests : IDisposable
{
    private const int Seed = 1505;

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _yaml;

    // Every kind of every setting, with every key that it has.
    public ConfigurationFuzzTests() => _yaml = [.. ExperimentYamlTests.KindTexts.Select(text =>
    {
        File.WriteAllText(_folder["kind.yaml"], text);
        return ExperimentYaml.Write(ExperimentLoader.Load(_folder["kind.yaml"], []));
    })];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_and_describe_mutated_yaml_of_every_kind() => Run(2500, ".yaml", _yaml).AssertBothHappened(0.05, 0.3);

    [Fact]
    public void Load_and_describe_mutated_json_of_every_kind() => Run(1000, ".json", [.. _yaml.Select(YamlToJson.Convert)]).AssertBothHappened(0.02, 0.3);

    [Fact]
    public void Load_and_describe_with_mutated_overrides_of_every_kind()
    {
        var mutator = new Mutator(Seed);
        string[] values =
        [
            "model.activation=gelu", "model.activation={name: rrelu, lower: 0.1, upper: 0.5}", "model.activations=[relu, elu, prelu]", "model=resnet",
            "model.name=nin", "model.depth=32", "model.init=xavier_uniform", "model.init.std=0.3", "model.init.bias=0.1", "model.batch_norm=after",
            "data.augment=random", "data.augment.cutout=8", "train.warmup_epochs=0.5", "train.label_smoothing=0.1", "train.clip_grad_norm=1",
            "train.precision=bf16",
            "model.width=5", "model.hidden=null", "model.pooling=average", "model.kernel_size=5", "data={name: cifar10}", "train.scheduler=one_cycle",
        ];
        FuzzRun.Of(1000, _ =>
        {
            File.WriteAllText(_folder["file.yaml"], mutator.Pick(_yaml));
            var overrides = Enumerable.Range(0, mutator.Random.Next(1, 4))
                .Select(_ => mutator.Pick(values))
                .Select(text => mutator.Random.Next(3) == 0 ? text : Encoding.UTF8.GetString(mutator.Mutate(text, mutator.Pick(values))));
            LoadAndDescribe(_folder["file.yaml"], [.. overrides]);
        }).AssertBothHappened(0.02, 0.3);
    }

    private FuzzRun Run(int cases, string extension, string[] texts)
    {
        Assert.All(texts, text =>
        {
            File.WriteAllText(_folder["right" + extension], text);
            ExperimentLoader.Load(_folder["right" + extension], []);
        });
        var mutator = new Mutator(Seed);
        return FuzzRun.Of(cases, _ =>
        {
            var path = _folder["mutant" + extension];
            File.WriteAllBytes(path, mutator.Mutate(mutator.Pick(texts), mutator.Pick(texts)));
            LoadAndDescribe(path, []);
        });
    }

    // What is accepted can be written, read again and described: nothing half-read slips through.
    private void LoadAndDescribe(string path, string[] overrides)
    {
        var experiment = ExperimentLoader.Load(path, overrides);
        var written = ExperimentYaml.Write(experiment);
        File.WriteAllText(_folder["written.yaml"], written);
        Assert.Equal(written, ExperimentYaml.Write(ExperimentLoader.Load(_folder["written.yaml"], [])));
        Assert.InRange(NetworkDescription.Of(experiment).Parameters, 1, long.MaxValue);
    }
}

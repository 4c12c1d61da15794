using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Configuration;

public sealed class ExperimentLoaderTests : IDisposable
{
    private readonly ConfigurationFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("first-try.yaml")]
    [InlineData("first-try.yml")]
    [InlineData("first-try.json")]
    [InlineData("first-try.JSON")]
    public void Load_empty_mapping_is_every_default_and_the_files_name(string name)
    {
        var experiment = ExperimentLoader.Load(folder.Write(name, "{}"), []);

        Assert.Equal(ExperimentYaml.Write(new Experiment { Name = "first-try" }), ExperimentYaml.Write(experiment));
    }

    [Fact]
    public void Load_unusable_file_name_asks_for_the_key() => Assert.Equal(
        "name: is missing, and the file's name cannot stand for it: must be 1 to 100 letters, digits, dots, dashes or underscores, "
        + "and begin with a letter or digit, not \"my try\"",
        Assert.Single(ExperimentLoader.Check(folder.Write("my try.yaml", "seed: 1"), [])).ToString().Split(":1:1 ")[1]);

    [Fact]
    public void Load_every_key_arrives()
    {
        var experiment = Load("""
            name: all
            seed: 9223372036854775807
            device: cuda:1
            data: { name: fashion_mnist, validation: 10000, augment: none }
            model:
              name: mlp
              width: 30
              depth: 3
              batch_norm: before
              dropout: 0.25
              activation: { name: prelu, per: layer, init: -0.5 }
              init: { name: kaiming_normal, mode: fan_out, a: 1e-1 }
            train:
              epochs: 7
              batch_size: 100
              optimizer: { name: adamw, lr: 0.01, beta1: 0.8, beta2: 0.99, eps: 1e-6, weight_decay: 0.1, decay_slopes: true }
              scheduler: { name: one_cycle, pct_start: 0.2, div_factor: 10, final_div_factor: 100 }
            probe: { images: 1000, every_epochs: 2 }
            """);

        Assert.Equal(
            new Experiment
            {
                Name = "all",
                Seed = long.MaxValue,
                Device = "cuda:1",
                Data = new() { Name = DatasetName.FashionMnist, Validation = 10000 },
                Model = new MlpSettings
                {
                    Width = 30,
                    Depth = 3,
                    BatchNorm = BatchNormPlacement.Before,
                    Dropout = 0.25,
                    Activation = new PReluSettings { Per = SlopeSharing.Layer, Init = -0.5 },
                    Init = new KaimingNormalSettings { Mode = Fan.FanOut, A = 0.1 },
                },
                Train = new()
                {
                    Epochs = 7,
                    BatchSize = 100,
                    Optimizer = new AdamWSettings { Lr = 0.01, Beta1 = 0.8, Beta2 = 0.99, Eps = 1e-6, WeightDecay = 0.1, DecaySlopes = true },
                    Scheduler = new OneCycleSchedulerSettings { PctStart = 0.2, DivFactor = 10, FinalDivFactor = 100 },
                },
                Probe = new() { Images = 1000, EveryEpochs = 2 },
            },
            experiment);
        Assert.Equal([30, 30, 30], Assert.IsType<MlpSettings>(experiment.Model).HiddenUnits);
    }

    [Fact]
    public void Load_bare_name_is_the_kind_with_its_defaults()
    {
        var experiment = Load("{model: {activation: relu}, train: {optimizer: sgd, scheduler: cosine}}");

        Assert.Equal(new ReluSettings(), experiment.Model.Activation);
        Assert.Equal(new SgdSettings(), experiment.Train.Optimizer);
        Assert.Equal(new CosineSchedulerSettings(), experiment.Train.Scheduler);
    }

    [Fact]
    public void Load_keys_without_a_name_belong_to_the_default_kind() =>
        Assert.Equal(new AdamSettings { Lr = 0.01 }, Load("train: {optimizer: {lr: 0.01}}").Train.Optimizer);

    [Fact]
    public void Load_mlp_without_layers_has_the_default_ones() =>
        Assert.Equal([512, 256], Assert.IsType<MlpSettings>(Load("model: mlp").Model).Hidden);

    [Theory]
    [InlineData("model: {batch_norm: before, hidden: []}\ntrain: {batch_size: 1}")]
    [InlineData("data: {name: cifar10}\nmodel: {channels: [8, 8, 8, 8, 8]}")]
    [InlineData("data: {validation: 2000}")]
    [InlineData("train: {batch_size: 55000}")]
    public void Load_combination_at_the_edge_of_the_possible_is_accepted(string text) => Load(text);

    [Fact]
    public void Load_json_and_yaml_of_the_same_content_are_equal() => Assert.Equal(
        ExperimentYaml.Write(ExperimentLoader.Load(ShippedFiles.PathOf("mnist-cnn-leaky.yaml"), [])),
        ExperimentYaml.Write(ExperimentLoader.Load(ShippedFiles.PathOf("cnn-leaky.json"), [])));

    [Theory]
    [MemberData(nameof(ShippedConfigurationTests.Names), MemberType = typeof(ShippedConfigurationTests))]
    public void Load_yaml_converted_to_json_is_equal(string name)
    {
        var path = ShippedFiles.PathOf(name);
        var json = folder.Write(Path.ChangeExtension(name, ".json"), YamlToJson.Convert(File.ReadAllText(path)));

        Assert.Equal(ExperimentYaml.Write(ExperimentLoader.Load(path, [])), ExperimentYaml.Write(ExperimentLoader.Load(json, [])));
    }

    private Experiment Load(string yaml) => ExperimentLoader.Load(folder.Write("file.yaml", yaml), []);
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Configuration;

public sealed class OverrideTests : IDisposable
{
    private const string Cnn = """
        seed: 7
        model:
          name: cnn
          channels: [8, 16]
          hidden: [64]
          activation: { name: leaky_relu, negative_slope: 0.2 }
        train:
          optimizer: { name: sgd, lr: 0.1, momentum: 0.5 }
        """;

    private readonly ConfigurationFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_overrides_of_every_type_replace_the_file()
    {
        var experiment = Load(
            Cnn, "train.optimizer.lr=0.01", "model.channels=[16,32]", "model.batch_norm=after", "seed=9", "device=cuda:1", "name=other", "data.name=cifar10",
            "model.init.a=0.5", "probe={images: 100, every_epochs: 2}");

        var cnn = Assert.IsType<CnnSettings>(experiment.Model);
        Assert.Equal([16, 32], cnn.Channels);
        Assert.Equal(BatchNormPlacement.After, cnn.BatchNorm);
        Assert.Equal(0.5, Assert.IsType<KaimingNormalSettings>(cnn.Init).A);
        Assert.Equal(new SgdSettings { Lr = 0.01, Momentum = 0.5 }, experiment.Train.Optimizer);
        Assert.Equal((9, "cuda:1", "other", DatasetName.Cifar10), (experiment.Seed, experiment.Device, experiment.Name, experiment.Data.Name));
        Assert.Equal(new ProbeSettings { Images = 100, EveryEpochs = 2 }, experiment.Probe);
    }

    [Fact]
    public void Load_several_overrides_of_a_key_takes_the_last() => Assert.Equal(3, Load(Cnn, "seed=1", "seed=2", "seed=3").Seed);

    [Fact]
    public void Load_override_works_on_json_as_on_yaml() =>
        Assert.Equal(5, ExperimentLoader.Load(folder.Write("file.json", "{\"train\": {\"epochs\": 2}}"), ["train.epochs=5"]).Train.Epochs);

    [Theory]
    [InlineData("model.activation.name=prelu")]
    [InlineData("model.activation=prelu")]
    [InlineData("model.activation={name: prelu}")]
    public void Load_override_of_the_kind_forgets_the_keys_of_the_old_one(string text) =>
        Assert.Equal(new PReluSettings(), Load(Cnn, text).Model.Activation);

    [Fact]
    public void Load_override_of_the_kind_keeps_the_keys_that_both_have()
    {
        var mlp = Assert.IsType<MlpSettings>(Load(Cnn, "model.name=mlp").Model);

        Assert.Equal([64], mlp.Hidden);
        Assert.Equal(new LeakyReluSettings { NegativeSlope = 0.2 }, mlp.Activation);
    }

    [Fact]
    public void Load_override_of_the_kind_does_not_excuse_a_misspelt_key()
    {
        var problem = Assert.Single(Check("model: {activation: {name: leaky_relu, negativ_slope: 0.2}}", "model.activation.name=prelu"));

        Assert.Equal((1, "model.activation.negativ_slope"), (problem.Line, problem.Key));
    }

    [Theory]
    [InlineData("model.activation.negative_slope=0.1", "model.activation.name=prelu")]
    [InlineData("model.activation.name=prelu", "model.activation.negative_slope=0.1")]
    public void Load_override_of_a_key_that_another_overrides_kind_lacks_is_a_problem(string first, string second)
    {
        var problem = Assert.Single(Check(Cnn, first, second));

        Assert.Equal("--set model.activation.negative_slope=0.1: model.activation.negative_slope: not a key of prelu, but of leaky_relu", problem.ToString());
    }

    [Fact]
    public void Load_override_within_a_bare_name_keeps_the_name() => Assert.Equal(
        new PReluSettings { Init = 0.1 }, Load("model: {activation: prelu}", "model.activation.init=0.1").Model.Activation);

    [Fact]
    public void Load_override_with_null_takes_the_key_away()
    {
        const string mlp = "model: {name: mlp, hidden: [5]}";

        Assert.Single(Check(mlp, "model.width=10", "model.depth=3"));
        Assert.Equal([10, 10, 10], Assert.IsType<MlpSettings>(Load(mlp, "model.hidden=null", "model.width=10", "model.depth=3").Model).HiddenUnits);
    }

    [Fact]
    public void Load_overrides_of_families_replace_what_the_file_has()
    {
        var experiment = Load(
            Cnn + "\ndata: { augment: none }", "model.activation=gelu", "model.init=xavier_uniform", "data.augment=random", "data.augment.cutout=8",
            "model.init.gain=2", "train.scheduler.name=cosine", "train.warmup_epochs=0.5");

        Assert.Equal(new GeluSettings(), experiment.Model.Activation);
        Assert.Equal(new XavierUniformSettings { Gain = 2 }, experiment.Model.Init);
        Assert.Equal(new RandomAugmentSettings { Cutout = 8 }, experiment.Data.Augment);
        Assert.Equal((new CosineSchedulerSettings(), 0.5), (experiment.Train.Scheduler, experiment.Train.WarmupEpochs));
    }

    [Fact]
    public void Load_override_of_the_network_keeps_what_both_have()
    {
        var resnet = Assert.IsType<ResNetSettings>(Load(Cnn, "model.name=resnet", "model.depth=32", "model.activation.name=rrelu").Model);

        Assert.Equal((32, new RReluSettings()), (resnet.Depth, resnet.Activation));
        Assert.Equal(BatchNormPlacement.Before, resnet.BatchNorm);
    }

    [Fact]
    public void Load_override_by_a_list_of_activations_needs_the_files_one_taken_away()
    {
        Assert.Equal(
            "--set model.activations=[relu, prelu, elu]: model.activations: give either activation or activations, not both (null takes one away: --set model.activation=null)",
            Assert.Single(Check(Cnn, "model.activations=[relu, prelu, elu]")).ToString());
        var mixed = Load(Cnn, "model.activation=null", "model.activations=[relu, {name: prelu, per: layer}, elu]").Model;
        Assert.Null(mixed.Activation);
        Assert.Equal([new ReluSettings(), new PReluSettings { Per = SlopeSharing.Layer }, new EluSettings()], mixed.Activations!);
    }

    [Theory]
    [InlineData("", "not a key of none, which is assumed without a name, but of random")]
    [InlineData("data: {augment: none}", "not a key of none, but of random")]
    public void Load_override_of_a_key_that_the_files_kind_lacks_says_which_kind_has_it(string yaml, string message)
    {
        Assert.Equal(
            $"--set data.augment.cutout=8: data.augment.cutout: {message}",
            Assert.Single(Check(yaml.Length == 0 ? "{}" : yaml, "data.augment.cutout=8")).ToString());
        Assert.Equal(
            new RandomAugmentSettings { Cutout = 8 },
            Load(yaml.Length == 0 ? "{}" : yaml, "data.augment.name=random", "data.augment.cutout=8").Data.Augment);
    }

    [Fact]
    public void Load_override_mends_the_files_mistake() => Assert.Equal(3, Load("train: {epochs: many}", "train.epochs=3").Train.Epochs);

    [Theory]
    [InlineData("train.optimizer.lr=fast", "train.optimizer.lr", "must be a number, not fast")]
    [InlineData("train.optimizer.lr='0.1'", "train.optimizer.lr", "must be a number, not text; remove the quotes: 0.1")]
    [InlineData("train.optimizer.lr.x=1", "train.optimizer.lr", "must be a number, not a mapping")]
    [InlineData("trian.epochs=1", "trian", "unknown key (did you mean train?)")]
    [InlineData("train.epoch=1", "train.epoch", "unknown key (did you mean epochs?)")]
    [InlineData("train.epoch=null", "train.epoch", "unknown key (did you mean epochs?)")]
    [InlineData("train.epochs=0", "train.epochs", "must be from 1 to 100000, not 0")]
    [InlineData("train.epochs=", "train.epochs", "has no value; give one, or null for the default")]
    [InlineData("train.epochs", "", "must be key=value, such as train.optimizer.lr=0.01")]
    [InlineData("=5", "", "must be key=value, such as train.optimizer.lr=0.01")]
    [InlineData("train..epochs=5", "", "must be key=value, such as train.optimizer.lr=0.01")]
    [InlineData("model.channels[0]=5", "model.channels[0]", "a list is set as a whole: model.channels=[…]")]
    [InlineData("model.channels=[5, x]", "model.channels[1]", "must be a whole number, not x")]
    [InlineData("model.channels=[5", "model.channels", "cannot be parsed: ")]
    [InlineData("model.channels=[5, *x]", "model.channels[1]", "anchors and aliases are not supported; write the value out")]
    [InlineData("data={name: mnist, name: cifar10}", "data.name", "is given twice")]
    [InlineData("probe.images=6000", "probe.images", "the probe set is taken from the validation split: probe.images (6000) must not be above data.validation (5000)")]
    [InlineData("model.name=mlpp", "model.name", "must be one of cnn, mlp, nin, resnet, not mlpp (did you mean mlp?)")]
    public void Load_wrong_override_is_its_own_position(string text, string key, string message)
    {
        var problem = Assert.Single(Check(Cnn, text));

        Assert.StartsWith($"--set {text}: {(key.Length == 0 ? "" : key + ": ")}{message}", problem.ToString());
        Assert.DoesNotContain('\n', problem.ToString());
    }

    private Experiment Load(string yaml, params string[] overrides) => ExperimentLoader.Load(folder.Write("file.yaml", yaml), overrides);

    private IReadOnlyList<ConfigurationProblem> Check(string yaml, params string[] overrides) =>
        ExperimentLoader.Check(folder.Write("file.yaml", yaml), overrides);
}

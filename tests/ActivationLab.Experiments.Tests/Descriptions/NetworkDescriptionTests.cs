using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Descriptions;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Descriptions;

public sealed class NetworkDescriptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Parameters and multiply-adds by hand: 10 = 9 weights + 1 bias, and so on.
    [Fact]
    public void Of_cnn_counts_what_can_be_counted_by_hand()
    {
        var network = Describe(new CnnSettings());

        Assert.Equal(32 * (9 + 1) + 64 * (9 * 32 + 1) + 128 * (3136 + 1) + 10 * (128 + 1), network.Parameters);
        Assert.Equal(4 * network.Parameters, network.ParameterBytes);
        Assert.Equal(784 * 32 * 9 + 196 * 64 * 9 * 32 + 128 * 3136 + 10 * 128, network.MultiplyAdds);
        // The image needs no gradient.
        Assert.Equal((2 * network.MultiplyAdds, 6 * network.MultiplyAdds - 2 * 784 * 32 * 9), (network.ForwardFlops, network.TrainingFlops));
        Assert.Equal(
            ["convolution", "activation", "max_pool", "convolution", "activation", "max_pool", "flatten", "linear", "activation", "linear"],
            network.Layers.Select(layer => layer.Kind));
        Assert.Equal(
            ["32x28x28", "32x28x28", "32x14x14", "64x14x14", "64x14x14", "64x7x7", "3136", "128", "128", "10"],
            network.Layers.Select(layer => layer.Output));
        Assert.Equal(Enumerable.Range(1, 10), network.Layers.Select(layer => layer.Layer));
    }

    // 0.27 million parameters and 41 million multiply-adds are what is published of ResNet-20 with option A.
    [Fact]
    public void Of_resnet_20_has_its_known_size()
    {
        var network = Describe(new ResNetSettings(), DatasetName.Cifar10);

        Assert.Equal(269_722, network.Parameters);
        Assert.Equal(442_368 + 6 * 2_359_296 + 2 * (1_179_648 + 5 * 2_359_296) + 640, network.MultiplyAdds);
        Assert.Equal(19, network.Layers.Count(layer => layer.Kind == "activation"));
        Assert.Equal(9, network.Layers.Select(layer => layer.Block).Where(block => block.Length > 0).Distinct().Count());
        Assert.Equal(["body", "shortcut", "tail"], network.Layers.Where(layer => layer.Block == "layer2.0").Select(layer => layer.Part).Distinct());
        Assert.Equal(["body", "tail"], network.Layers.Where(layer => layer.Block == "layer1.0").Select(layer => layer.Part).Distinct());
    }

    [Fact]
    public void Of_any_init_says_the_distribution_of_each_layer()
    {
        var kaiming = Describe(new MlpSettings { Hidden = [100], Activation = new LeakyReluSettings { NegativeSlope = 0.5 } });
        var xavier = Describe(new MlpSettings { Hidden = [100], Init = new XavierUniformSettings { Gain = 2 } });
        var normal = Describe(new MlpSettings { Hidden = [100], Init = new NormalSettings { Std = 0.3 } });

        Assert.Equal([("normal", Math.Sqrt(2 / 1.25 / 784)), ("normal", Math.Sqrt(2 / 1.25 / 100))], Drawn(kaiming));
        Assert.Equal([("uniform", 2 * Math.Sqrt(2.0 / 884)), ("uniform", 2 * Math.Sqrt(2.0 / 110))], Drawn(xavier));
        Assert.Equal([("normal", 0.3), ("normal", 0.3)], Drawn(normal));

        static IEnumerable<(string, double)> Drawn(NetworkDescription network) =>
            network.Layers.Where(layer => layer.Kind == "linear").Select(layer => (layer.Init, layer.InitStd!.Value));
    }

    [Theory]
    [InlineData("relu", "relu", "max(0, z)")]
    [InlineData("{name: leaky_relu, negative_slope: -0.5}", "leaky_relu (negative_slope -0.5)", "z for z > 0, -0.5·z otherwise")]
    [InlineData("{name: prelu, per: layer}", "prelu (per layer, init 0.25)", "z for z > 0, a·z otherwise, with learned a")]
    [InlineData("rrelu", "rrelu (lower 0.125, upper 0.3333)", "z for z > 0, a·z otherwise, with a uniform in [0.125, 0.3333] while training and (0.125 + 0.3333)/2 in evaluation")]
    [InlineData("dynamic_leaky_relu", "dynamic_leaky_relu (init 0.01, min 0.001, max 0.1)", "z for z > 0, clamp(a, 0.001, 0.1)·z otherwise, with learned a")]
    [InlineData("{name: elu, alpha: 2}", "elu (alpha 2)", "z for z > 0, 2·(e^z - 1) otherwise")]
    [InlineData("{name: softplus, beta: 3}", "softplus (beta 3)", "ln(1 + e^(3·z)) / 3")]
    [InlineData("gelu", "gelu", "z·Φ(z)")]
    public void Of_any_activation_says_its_settings_and_formula(string yaml, string words, string formula)
    {
        File.WriteAllText(_folder["a.yaml"], $"model: {{name: mlp, hidden: [3], activation: {yaml}}}");

        var activation = Assert.Single(NetworkDescription.Of(ExperimentLoader.Load(_folder["a.yaml"], [])).Layers, layer => layer.Kind == "activation");

        Assert.Equal((words, formula), (activation.Description, activation.Formula));
    }

    [Fact]
    public void Rows_read_back_from_csv()
    {
        var network = Describe(new ResNetSettings { Shortcut = Shortcut.Projection, Dropout = 0.1 }, DatasetName.Cifar10);
        CsvTable.Write(_folder["layers.csv"], network.Layers);

        Assert.Equal(network.Layers, CsvTable.Read<LayerDescription>(_folder["layers.csv"]));
    }

    private static NetworkDescription Describe(NetworkSettings model, DatasetName data = DatasetName.Mnist) =>
        NetworkDescription.Of(new Experiment { Model = model, Data = new DataSettings { Name = data } });
}

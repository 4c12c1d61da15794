using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Tests.Blueprints;

public class BlueprintWriterTests
{
    private static readonly ImageShape Mnist = new(1, 28, 28);
    private static readonly ImageShape Cifar = new(3, 32, 32);

    // The counts of the tutorials' networks, worked out by hand: inputs × outputs + biases, layer by layer.
    [Fact]
    public void Write_mlp_counts_parameters_and_multiply_adds()
    {
        var blueprint = BlueprintWriter.Write(new MlpSettings { Hidden = [512, 256] }, Mnist, 10);

        Assert.Equal(784 * 512 + 512 + 512 * 256 + 256 + 256 * 10 + 10, blueprint.Parameters);
        Assert.Equal(784 * 512 + 512 * 256 + 256 * 10, blueprint.MultiplyAdds);
    }

    [Fact]
    public void Write_cnn_counts_parameters_and_multiply_adds()
    {
        var blueprint = BlueprintWriter.Write(new CnnSettings { Activation = new ReluSettings() }, Mnist, 10);

        Assert.Equal(9 * 32 + 32 + 9 * 32 * 64 + 64 + 7 * 7 * 64 * 128 + 128 + 128 * 10 + 10, blueprint.Parameters);
        Assert.Equal(28 * 28 * 9 * 32 + 14 * 14 * 9 * 32 * 64 + 7 * 7 * 64 * 128 + 1280, blueprint.MultiplyAdds);
    }

    // 784-128-10 is the network of TensorFlow's first tutorial, whose summary prints 101,770.
    [Fact]
    public void Write_networks_of_tutorials_count_what_they_print()
    {
        Assert.Equal(101_770, BlueprintWriter.Write(new MlpSettings { Hidden = [128] }, Mnist, 10).Parameters);
        Assert.Equal(128 * 256 + 256 + 256 * 256 + 256 + 256 * 10 + 10,
            BlueprintWriter.Write(new MlpSettings { Hidden = [256, 256] }, new ImageShape(128, 1, 1), 10).Parameters);
        Assert.Equal(27 * 32 + 32 + 9 * 32 * 64 + 64 + 8 * 8 * 64 * 128 + 128 + 128 * 10 + 10,
            BlueprintWriter.Write(new CnnSettings { Activation = new ReluSettings() }, Cifar, 10).Parameters);
    }

    [Theory]
    [InlineData(Pooling.Average, 7 * 7)]
    [InlineData(Pooling.None, 28 * 28)]
    public void Write_cnn_of_two_convolutions_a_stage_counts_parameters_and_multiply_adds(Pooling pooling, int pixels)
    {
        var settings = new CnnSettings
        {
            Channels = [4, 6],
            ConvsPerStage = 2,
            KernelSize = 5,
            Pooling = pooling,
            Hidden = [],
            Activation = new ReluSettings(),
        };
        var blueprint = BlueprintWriter.Write(settings, Mnist, 10);
        var second = pooling == Pooling.None ? 28 * 28 : 14 * 14;

        Assert.Equal(25 * 4 + 4 + 25 * 4 * 4 + 4 + 25 * 4 * 6 + 6 + 25 * 6 * 6 + 6 + pixels * 6 * 10 + 10, blueprint.Parameters);
        Assert.Equal(28 * 28 * 25 * (4 + 4 * 4) + second * 25 * (4 * 6 + 6 * 6) + pixels * 6 * 10, blueprint.MultiplyAdds);
        Assert.Equal(pooling == Pooling.None ? 0 : 2, blueprint.Layers.OfType<PoolLayer>().Count(pool => pool.Kind == PoolKind.Average));
    }

    // Lin et al. 2014 state 0.97 million parameters. Pooled to 16×16 and 8×8 as theirs.
    [Fact]
    public void Write_nin_is_the_papers_network()
    {
        var blueprint = BlueprintWriter.Write(new NinSettings { Activation = new ReluSettings() }, Cifar, 10);

        Assert.Equal(
            (75 * 192 + 192) + (192 * 160 + 160) + (160 * 96 + 96) + (2400 * 192 + 192) + 2 * (192 * 192 + 192) + (1728 * 192 + 192) + (192 * 192 + 192)
                + (192 * 10 + 10),
            blueprint.Parameters);
        Assert.Equal(966_986, blueprint.Parameters);
        Assert.Equal(
            1024 * (75 * 192 + 192 * 160 + 160 * 96) + 256 * (2400 * 192 + 2 * 192 * 192) + 64 * (1728 * 192 + 192 * 192 + 1920), blueprint.MultiplyAdds);
        Assert.Equal(["192x32x32", "160x32x32", "96x32x32", "192x16x16", "192x16x16", "192x16x16", "192x8x8", "192x8x8", "10x8x8"],
            blueprint.Activations.Select(layer => layer.Output.ToString()));
        Assert.Equal([0.5, 0.5], blueprint.Layers.OfType<DropoutLayer>().Select(layer => layer.Probability));
        Assert.Equal([PoolKind.Max, PoolKind.Average], blueprint.Layers.OfType<PoolLayer>().Select(layer => layer.Kind));
    }

    // From the image on, into blocks and out of them.
    [Fact]
    public void Write_activations_are_taken_in_the_order_of_the_list()
    {
        ActivationSettings[] list = [.. Enumerable.Range(1, 7).Select(i => new LeakyReluSettings { NegativeSlope = i / 10.0 })];
        NetworkSettings[] networks =
        [
            new MlpSettings { Width = 4, Depth = 7, Activations = list },
            new CnnSettings { Channels = [2, 3], ConvsPerStage = 2, Hidden = [4, 5, 6], Activations = list },
            new ResNetSettings { Depth = 8, Width = 2, Activations = list },
        ];

        Assert.All(networks, settings => Assert.Equal(list, BlueprintWriter.Write(settings, Cifar, 10).Activations.Select(layer => layer.Settings)));
    }

    [Theory]
    [InlineData(BatchNormPlacement.None, "features.0 features.1 features.2 flatten classifier.0 classifier.1 classifier.2")]
    [InlineData(BatchNormPlacement.Before, "features.0 features.1/norm features.2 features.3 flatten classifier.0 classifier.1/norm classifier.2 classifier.3")]
    [InlineData(BatchNormPlacement.After, "features.0 features.1 features.2/norm features.3 flatten classifier.0 classifier.1 classifier.2/norm classifier.3")]
    public void Write_batch_norm_stands_where_the_settings_say(BatchNormPlacement placement, string layers)
    {
        var blueprint = BlueprintWriter.Write(new CnnSettings { Channels = [4], Hidden = [8], BatchNorm = placement }, Mnist, 10);

        Assert.Equal(layers, string.Join(' ', blueprint.Layers.Select(layer => layer is BatchNormLayer ? layer.Name + "/norm" : layer.Name)));
        // A bias before batch normalisation would be subtracted again; the output layer has none behind it.
        Assert.Equal(
            [placement != BatchNormPlacement.Before, placement != BatchNormPlacement.Before, true],
            blueprint.Layers.OfType<WeightLayer>().Select(layer => layer.Bias));
    }

    [Fact]
    public void Write_cnn_names_layers_as_pytorch_does()
    {
        var blueprint = BlueprintWriter.Write(new CnnSettings(), Cifar, 10);

        Assert.Equal(
            ["features.0", "features.1", "features.2", "features.3", "features.4", "features.5", "flatten", "classifier.0", "classifier.1",
                "classifier.2"],
            blueprint.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void Write_batch_norm_and_dropout_stand_around_the_activation()
    {
        var blueprint = BlueprintWriter.Write(new MlpSettings { Hidden = [8], BatchNorm = BatchNormPlacement.Before, Dropout = 0.5 }, Mnist, 10);

        Assert.Equal(
            [typeof(FlattenLayer), typeof(LinearLayer), typeof(BatchNormLayer), typeof(ActivationLayer), typeof(DropoutLayer), typeof(LinearLayer)],
            blueprint.Layers.Select(layer => layer.GetType()));
        // Batch normalisation subtracts a bias again; the last layer has none behind it.
        Assert.Equal([false, true], blueprint.Layers.OfType<WeightLayer>().Select(layer => layer.Bias));
    }

    [Fact]
    public void Write_width_and_depth_equal_the_list_they_mean() =>
        Assert.Equal(
            BlueprintWriter.Write(new MlpSettings { Hidden = [64, 64, 64] }, Mnist, 10).Layers,
            BlueprintWriter.Write(new MlpSettings { Width = 64, Depth = 3 }, Mnist, 10).Layers);

    [Theory]
    [InlineData(SlopeSharing.Channel, 32 + 64 + 128)]
    [InlineData(SlopeSharing.Layer, 3)]
    public void Write_prelu_adds_its_slopes(SlopeSharing per, int slopes)
    {
        var relu = BlueprintWriter.Write(new CnnSettings { Activation = new ReluSettings() }, Mnist, 10);
        var prelu = BlueprintWriter.Write(new CnnSettings { Activation = new PReluSettings { Per = per } }, Mnist, 10);

        Assert.Equal(slopes, prelu.Parameters - relu.Parameters);
        Assert.Equal(["features.1.weight", "features.4.weight", "classifier.1.weight"], prelu.SlopeNames);
        Assert.Empty(relu.SlopeNames);
    }

    [Fact]
    public void Write_more_poolings_than_the_image_has_room_for_is_refused() =>
        Assert.Throws<ArgumentException>(() => BlueprintWriter.Write(new CnnSettings { Channels = [4, 4, 4, 4, 4] }, Mnist, 10));
}

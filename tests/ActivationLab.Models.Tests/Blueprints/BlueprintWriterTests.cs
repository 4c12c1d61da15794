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

using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Tests.Blueprints;

public class ResNetWriterTests
{
    private static readonly ImageShape Cifar = new(3, 32, 32);

    // He et al. 2016, table 6, states 0.27, 0.46, 0.66, 0.85 and 1.7 million parameters.
    [Theory]
    [InlineData(20, 269_722, 0.27)]
    [InlineData(32, 464_154, 0.46)]
    [InlineData(44, 658_586, 0.66)]
    [InlineData(56, 853_018, 0.85)]
    [InlineData(110, 1_727_962, 1.7)]
    public void Write_counts_the_papers_parameters(int depth, long parameters, double millions)
    {
        var blueprint = BlueprintWriter.Write(new ResNetSettings { Depth = depth, Activation = new ReluSettings() }, Cifar, 10);
        var n = (depth - 2) / 6;

        Assert.Equal(
            27 * 16 + 2 * 16 + 2 * n * (9 * 16 * 16 + 2 * 16) + 9 * 16 * 32 + (2 * n - 1) * 9 * 32 * 32 + 2 * n * 2 * 32
                + 9 * 32 * 64 + (2 * n - 1) * 9 * 64 * 64 + 2 * n * 2 * 64 + 64 * 10 + 10,
            blueprint.Parameters);
        Assert.Equal(parameters, blueprint.Parameters);
        Assert.Equal(millions, blueprint.Parameters / 1e6, 0.03);
        // Layers with weights, and an activation after each but the last.
        Assert.Equal(depth, blueprint.Leaves.OfType<WeightLayer>().Count());
        Assert.Equal(depth - 1, blueprint.Activations.Count());
    }

    [Fact]
    public void Write_resnet_20_counts_its_multiply_adds() =>
        Assert.Equal(
            1024 * 432 + 1024 * 6 * 2304 + 256 * (4608 + 5 * 9216) + 64 * (18_432 + 5 * 36_864) + 640,
            BlueprintWriter.Write(new ResNetSettings(), Cifar, 10).MultiplyAdds);

    [Fact]
    public void Write_projection_adds_two_convolutions_and_their_batch_normalisation()
    {
        var pad = BlueprintWriter.Write(new ResNetSettings(), Cifar, 10);
        var projection = BlueprintWriter.Write(new ResNetSettings { Shortcut = Shortcut.Projection }, Cifar, 10);

        Assert.Equal(16 * 32 + 2 * 32 + 32 * 64 + 2 * 64, projection.Parameters - pad.Parameters);
        Assert.Equal(256 * 16 * 32 + 64 * 32 * 64, projection.MultiplyAdds - pad.MultiplyAdds);
    }

    [Fact]
    public void Write_names_layers_as_pytorch_does()
    {
        var blueprint = BlueprintWriter.Write(new ResNetSettings { Depth = 8, Shortcut = Shortcut.Projection }, Cifar, 10);

        Assert.Equal(
            ["conv1", "bn1", "act1", "layer1.0", "layer2.0", "layer3.0", "avgpool", "flatten", "fc"], blueprint.Layers.Select(layer => layer.Name));
        Assert.Equal(
            ["layer2.0.conv1", "layer2.0.bn1", "layer2.0.act1", "layer2.0.conv2", "layer2.0.bn2", "layer2.0.shortcut.0", "layer2.0.shortcut.1",
                "layer2.0.act2"],
            ((ResidualLayer)blueprint.Layers[4]).Layers.Select(layer => layer.Name));
        // The activation after the sum belongs to the body's last convolution.
        Assert.Equal(
            ["conv1", "layer1.0.conv1", "layer1.0.conv2", "layer2.0.conv1", "layer2.0.conv2", "layer3.0.conv1", "layer3.0.conv2"],
            blueprint.Activations.Select(layer => layer.Source));
    }
}

using ActivationLab.Experiments.Descriptions;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests.Commands;

public class DescribeCommandTests
{
    private const string Small = "name: small\nmodel: {name: cnn, channels: [4], hidden: [5], batch_norm: before, activation: {negative_slope: 0.25}, init: {bias: 0.5}}\n";

    [Fact]
    public void Describe_prints_a_line_a_layer_and_the_sums()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("describe", lab.Write("a.yaml", Small)));

        var lines = lab.Out.ToString().Split('\n');
        Assert.Equal("small: cnn with leaky_relu, from MNIST images 1x28x28 to 10 classes", lines[0]);
        Assert.Matches("^features.0 +convolution 3×3, 1 → 4 channels, no bias +4x28x28 +36 +28,224 +normal, std 0.4573$", lines[3]);
        Assert.Matches("^features.1 +batch normalisation of 4 channels +4x28x28 +8$", lines[4]);
        Assert.Matches(@"^features.2 +leaky_relu \(negative_slope 0.25\) +4x28x28$", lines[5]);
        Assert.Contains("initialisation: kaiming_normal, biases 0.5", lines);
        Assert.Contains("leaky_relu (negative_slope 0.25): f(z) = z for z > 0, 0.25·z otherwise", lines);
        Assert.Contains(lines, line => line.StartsWith("parameters ", StringComparison.Ordinal) && line.Contains("4,034"));
        Assert.Contains(lines, line => line.StartsWith("multiply-adds an image ", StringComparison.Ordinal) && line.Contains("32,194"));
        Assert.Empty(lab.Lines);
    }

    [Theory]
    [InlineData("bf16", 1)]
    [InlineData("float32", 0)]
    public void Describe_says_a_precision_that_was_chosen(string precision, int lines)
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("describe", lab.Write("a.yaml", Small), "--set", $"train.precision={precision}"));

        Assert.Equal(lines, lab.Out.ToString().Split('\n').Count(line => line == "training steps in bf16, weights kept in float32"));
    }

    [Fact]
    public void Describe_indents_the_layers_of_a_residual_block_below_it()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("describe", "--config", lab.Write("a.yaml", "data: {name: cifar10}\nmodel: {name: resnet, depth: 8, activation: gelu}")));

        var lines = lab.Out.ToString().Split('\n');
        Assert.Single(lines, line => line.StartsWith("layer1.0 ", StringComparison.Ordinal) && line.Contains("body + its input"));
        Assert.Single(lines, line => line.StartsWith("layer2.0 ", StringComparison.Ordinal) && line.Contains("body + its shortcut"));
        Assert.Single(lines, line => line.StartsWith("  layer2.0.shortcut ", StringComparison.Ordinal) && line.Contains("zeros up to 32 channels"));
        Assert.Single(lines, line => line.StartsWith("  layer3.0.act2 ", StringComparison.Ordinal) && line.Contains("of the sum: gelu"));
    }

    [Fact]
    public void Describe_csv_is_a_table_with_overrides_applied()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("describe", lab.Write("a.yaml", Small), "--set", "model.hidden=[7]", "--csv"));

        var rows = CsvTable.Read<LayerDescription>(lab.Write("out.csv", lab.Out.ToString()));
        Assert.Equal(7 * 784, rows.Single(row => row.Module == "classifier.0").MultiplyAdds);
        Assert.Equal(9, rows.Count);
    }

    [Fact]
    public void Describe_wrong_configuration_is_its_problems()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("describe", lab.Write("a.yaml", "model: {name: resnet, depth: 21}")));

        Assert.EndsWith("model.depth: must be 6·n + 2, such as 20 or 26, not 21\n", lab.Lines);
        Assert.Empty(lab.Out.ToString());
    }
}

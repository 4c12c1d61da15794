using ActivationLab.Experiments.Birth;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Birth;

/// <summary>Theorems about networks that are born dead (Lu et al. 2019), held against networks. L counts the layers of weights.</summary>
[Collection(TorchCollection.Name)]
public class BornDeadTests
{
    public static TheoryData<int, int> WidthsAndLayers
    {
        get
        {
            var all = new TheoryData<int, int>();
            foreach (var width in new[] { 2, 3, 5, 10 })
            {
                foreach (var layers in new[] { 5, 10, 20 })
                    all.Add(width, layers);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndLayers))]
    public void Share_on_one_input_is_the_product_within_4_standard_errors(int width, int layers)
    {
        const int networks = 40_000;
        var expected = 1 - Math.Pow(1 - Math.Pow(2, -width), layers - 1);
        using var inputs = BirthInputsTests.Of(2, 0.6f, -0.8f);

        var result = BirthProbe.Run(Relu(width, layers), classes: 10, inputs, networks, seed: 42);

        var error = Math.Sqrt(expected * (1 - expected) / networks);
        Assert.InRange(result.BornDead.Share, expected - 4 * error, expected + 4 * error);
        Assert.Equal(expected, result.BornDeadTheory!.Upper, 12);
        Assert.All(result.Layers.SkipLast(1), layer => Assert.InRange(layer.DeadRatio!.Value.Deviation(layer.DeadRatioTheory)!.Value, -4, 4));
    }

    // The figures are of an earlier simulation with another program, 200,000 networks each, rounded to three decimals.
    [Theory]
    [InlineData(3, 10, 0.580)]
    [InlineData(5, 20, 0.356)]
    [InlineData(2, 5, 0.498)]
    public void Share_of_a_single_input_unit_is_between_the_bounds_and_near_known_figures(int width, int layers, double known)
    {
        const int networks = 200_000;
        using var inputs = BirthInputsTests.Of(1, 1f, -1f);

        var result = BirthProbe.Run(Relu(width, layers), classes: 1, inputs, networks, seed: 42);

        Assert.InRange(result.BornDead.Share, result.BornDeadTheory!.Lower!.Value, result.BornDeadTheory.Upper);
        var most = 4 * Math.Sqrt(2 * known * (1 - known) / networks) + 0.0005;
        Assert.InRange(result.BornDead.Share, known - most, known + most);
    }

    // With one unit a layer one side of 0 lives after the first layer, and each further layer kills it with probability 1/2: an exact value.
    [Fact]
    public void Share_of_a_single_input_unit_and_one_unit_a_layer_is_known_exactly()
    {
        const int networks = 40_000;
        using var inputs = BirthInputsTests.Of(1, 1f, -1f);

        var result = BirthProbe.Run(Relu(width: 1, layers: 4), classes: 1, inputs, networks, seed: 42);

        Assert.InRange(result.BornDead.Deviation(0.75), -4, 4);
    }

    [Fact]
    public void Share_of_leaky_networks_is_0()
    {
        using var inputs = BirthInputsTests.Of(1, 1f, -1f);
        var settings = Relu(2, 20) with { Activation = new LeakyReluSettings { NegativeSlope = 0.01 } };

        Assert.Equal(0, BirthProbe.Run(settings, classes: 10, inputs, 10_000, seed: 42).BornDead.Count);
    }

    private static MlpSettings Relu(int width, int layers) => new() { Width = width, Depth = layers - 1, Activation = new ReluSettings() };
}

using ActivationLab.Experiments.Birth;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Birth;

/// <summary>The second moment of pre-activations by depth, held against He et al. 2015.</summary>
[Collection(TorchCollection.Name)]
public class SecondMomentTests
{
    // 50 hidden layers of 512 units, so that layers 1 and 50 are alike; the output is layer 51.
    private const int Layers = 50, Width = 512, Inits = 200;

    [Theory]
    [InlineData(0.0, null)]
    [InlineData(0.01, null)]
    [InlineData(0.1, null)]
    [InlineData(0.25, null)]
    [InlineData(0.5, 0.0)]
    public void Ratio_of_50_layers_is_theorys_within_4_standard_errors(double slope, double? assumed)
    {
        var settings = new MlpSettings
        {
            Width = Width,
            Depth = Layers,
            Activation = new LeakyReluSettings { NegativeSlope = slope },
            Init = new KaimingNormalSettings { A = assumed },
        };
        var factor = (1 + slope * slope) / (1 + (assumed ?? slope) * (assumed ?? slope));
        using var inputs = BirthInputs.Gaussian(2, new ImageShape(Width, 1, 1), seed: 42, CPU);

        var result = BirthProbe.Run(settings, classes: 10, inputs, Inits, seed: 42);

        Assert.Equal(Inits, result.BornDead.Total);
        foreach (var layer in result.Layers.Skip(1))
        {
            var expected = Math.Pow(factor, layer.Layer - 1);
            Assert.Equal(1, layer.RatioTheory!.Value / expected, 9);
            Assert.InRange((layer.Ratio.Mean - expected) / layer.Ratio.StandardError!.Value, -4, 4);
            // Otherwise anything would agree.
            Assert.InRange(layer.Ratio.StandardError.Value / layer.Ratio.Mean, 0, 0.2);
        }
        Assert.Equal(Layers + 1, result.Layers.Count);
        Assert.Equal((Width, 10), (result.Layers[Layers - 1].Units, result.Layers[Layers].Units));
    }

    // Narrow networks are far from any limit of large widths, and the theorem is exact all the same.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ratio_of_narrow_networks_is_theorys_within_4_standard_errors(bool uniform)
    {
        var settings = new MlpSettings
        {
            Hidden = [3, 7, 2, 5],
            Activations = [new ReluSettings(), new LeakyReluSettings { NegativeSlope = 0.5 }, new PReluSettings(), new IdentitySettings()],
            Init = uniform ? new XavierUniformSettings() : new XavierNormalSettings(),
        };
        using var inputs = BirthInputs.Gaussian(4, new ImageShape(2, 1, 1), seed: 42, CPU);

        var result = BirthProbe.Run(settings, classes: 10, inputs, inits: 100_000, seed: 42);

        // fan_in · 2 / (fan_in + fan_out) · (1 + a²) / 2, a layer.
        double[] factors = [3 * 2 / 10.0 / 2, 7 * 2 / 9.0 * 1.25 / 2, 2 * 2 / 7.0 * 1.0625 / 2, 5 * 2 / 15.0];
        var expected = 1.0;
        foreach (var (layer, factor) in result.Layers.Skip(1).Zip(factors))
        {
            expected *= factor;
            Assert.InRange(layer.Ratio.Deviation(expected)!.Value, -4, 4);
            Assert.Equal(expected, layer.RatioTheory!.Value, 12);
        }
    }
}

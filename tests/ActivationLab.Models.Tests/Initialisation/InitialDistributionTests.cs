using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;
using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Tests.Initialisation;

public class InitialDistributionTests
{
    private static readonly ImageShape Image = new(3, 8, 8);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0.01, 784)]
    [InlineData(0.25, 27)]
    [InlineData(1, 50)]
    public void Of_kaiming_is_the_papers_formula(double a, int fan)
    {
        var layer = new LinearLayer("fc", fan, 7) { Output = new ImageShape(7, 1, 1) };

        var deviation = InitialDistribution.Of(layer, new KaimingNormalSettings(), ActivationGain.OfNegativeSlope(a)).StandardDeviation;

        // He et al. 2015, eq. 15: (1 + a²)/2 · fan · variance = 1.
        Assert.Equal(1, (1 + a * a) / 2 * fan * deviation * deviation, 12);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void OfLayers_a_set_apart_wins_over_every_activation(double a)
    {
        foreach (var activation in new ActivationSettings[] { new LeakyReluSettings { NegativeSlope = 0.5 }, new TanhSettings(), new PReluSettings() })
        {
            var settings = new CnnSettings { Channels = [5], Hidden = [6], Activation = activation, Init = new KaimingNormalSettings { A = a } };

            Assert.All(Gains(settings), gain => Assert.Equal(Math.Sqrt(2 / (1 + a * a)), gain, 12));
        }
    }

    [Fact]
    public void OfLayers_a_absent_takes_the_gain_of_the_activation()
    {
        foreach (var activation in new ActivationSettings[] { new PReluSettings { Init = 0.3 }, new RReluSettings(), new TanhSettings(), new GeluSettings() })
            Assert.All(Gains(new MlpSettings { Hidden = [5, 6], Activation = activation }), gain => Assert.Equal(ActivationGain.Of(activation), gain, 12));
    }

    // With a gain of sqrt(2 / (1 + a²)), the slopes tell whose gain a layer has.
    [Theory]
    [InlineData(Fan.FanIn, new[] { 0.1, 0.1, 0.2, 0.3 })]
    [InlineData(Fan.FanOut, new[] { 0.1, 0.2, 0.3, 0.3 })]
    public void OfLayers_mixed_activations_take_the_one_before_going_forward_and_the_one_after_going_backward(Fan mode, double[] slopes)
    {
        var settings = new MlpSettings { Hidden = [5, 6, 7], Activations = Leaky(0.1, 0.2, 0.3), Init = new KaimingUniformSettings { Mode = mode } };

        Assert.Equal(slopes, Slopes(settings), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // conv1; per block conv1, conv2 and, in blocks that change the shape, the projection, which starts where the block does and ends at its sum; fc.
    [Theory]
    [InlineData(Fan.FanIn, new[] { 0.1, 0.1, 0.2, 0.3, 0.4, 0.3, 0.5, 0.6, 0.5, 0.7 })]
    [InlineData(Fan.FanOut, new[] { 0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.6, 0.7, 0.7, 0.7 })]
    public void OfLayers_mixed_activations_of_a_residual_network_follow_its_ways(Fan mode, double[] slopes)
    {
        var settings = new ResNetSettings
        {
            Depth = 8,
            Width = 4,
            Shortcut = Shortcut.Projection,
            Activations = Leaky(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
            Init = new KaimingNormalSettings { Mode = mode },
        };

        Assert.Equal(slopes, Slopes(settings), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    private static ActivationSettings[] Leaky(params double[] slopes) =>
        [.. slopes.Select(slope => new LeakyReluSettings { NegativeSlope = slope })];

    private static IEnumerable<double> Slopes(NetworkSettings settings) => Gains(settings).Select(gain => Math.Sqrt(2 / (gain * gain) - 1));

    private static IEnumerable<double> Gains(NetworkSettings settings)
    {
        var mode = ((KaimingSettings)settings.Init).Mode;
        return InitialDistribution.OfLayers(BlueprintWriter.Write(settings, Image, 10), settings.Init)
            .Select(layer => layer.Distribution.StandardDeviation * Math.Sqrt(mode == Fan.FanIn ? layer.Layer.FanIn : layer.Layer.FanOut));
    }
}

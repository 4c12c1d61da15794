using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;
using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Tests.Initialisation;

public class KaimingNormalTests
{
    private static readonly ImageShape Image = new(1, 28, 28);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0.01, 784)]
    [InlineData(0.25, 27)]
    [InlineData(1, 50)]
    public void StandardDeviation_is_the_papers_formula(double a, long fan)
    {
        var variance = Math.Pow(KaimingNormal.StandardDeviation(a, fan), 2);

        // He et al. 2015, eq. 15: (1 + a²)/2 · fan · variance = 1.
        Assert.Equal(1, (1 + a * a) / 2 * fan * variance, 12);
    }

    [Theory]
    [InlineData(Fan.FanIn)]
    [InlineData(Fan.FanOut)]
    public void Apply_weights_have_the_deviation_of_their_fan_and_biases_are_zero(Fan mode)
    {
        var settings = new CnnSettings { Activation = new LeakyReluSettings { NegativeSlope = 0.1 }, Init = new KaimingNormalSettings { Mode = mode } };
        using var network = Network.Build(settings, Image, 10, seed: 7);

        foreach (var layer in network.Blueprint.Layers.OfType<WeightLayer>())
        {
            var weights = network.Parameters[layer.Name + ".weight"].ToDoubles();
            var expected = Math.Sqrt(2 / (1.01 * (mode == Fan.FanIn ? layer.FanIn : layer.FanOut)));
            var mean = weights.Average();
            var deviation = Math.Sqrt(weights.Average(w => (w - mean) * (w - mean)));
            // 4.5 standard errors of the deviation of n normal draws, expected/sqrt(2n), and of their mean.
            Assert.InRange(deviation, expected * (1 - 4.5 / Math.Sqrt(2 * weights.Length)), expected * (1 + 4.5 / Math.Sqrt(2 * weights.Length)));
            Assert.InRange(mean, -4.5 * expected / Math.Sqrt(weights.Length), 4.5 * expected / Math.Sqrt(weights.Length));
            Assert.All(network.Parameters[layer.Name + ".bias"].ToDoubles(), bias => Assert.Equal(0, bias));
        }
    }

    [Fact]
    public void Apply_variants_with_one_seed_start_in_the_same_directions()
    {
        using var relu = Network.Build(new CnnSettings { Activation = new ReluSettings() }, Image, 10, seed: 3);
        using var prelu = Network.Build(new CnnSettings { Activation = new PReluSettings { Init = 0.5 } }, Image, 10, seed: 3);

        foreach (var layer in relu.Blueprint.Layers.OfType<WeightLayer>())
        {
            var name = layer.Name + ".weight";
            var pairs = relu.Parameters[name].ToDoubles().Zip(prelu.Parameters[name].ToDoubles());
            // Equal up to the gains: sqrt(2) and sqrt(2 / 1.25).
            Assert.All(pairs, pair => Assert.InRange(pair.First - pair.Second * Math.Sqrt(1.25), -1e-6, 1e-6));
        }
    }

    [Fact]
    public void Apply_another_seed_gives_other_weights()
    {
        using var first = Network.Build(new MlpSettings { Hidden = [4] }, Image, 10, seed: 1);
        using var second = Network.Build(new MlpSettings { Hidden = [4] }, Image, 10, seed: 2);

        Assert.NotEqual(first.Parameters["layers.0.weight"].ToDoubles(), second.Parameters["layers.0.weight"].ToDoubles());
    }

    [Fact]
    public void AssumedSlope_auto_is_the_activations_and_a_given_one_wins()
    {
        var prelu = new PReluSettings { Init = 0.3 };

        Assert.Equal(0.3, KaimingNormal.AssumedSlope(new MlpSettings { Activation = prelu }));
        Assert.Equal(0, KaimingNormal.AssumedSlope(new MlpSettings { Activation = prelu, Init = new KaimingNormalSettings { A = 0 } }));
    }

    [Fact]
    public void Apply_prelu_slopes_start_at_init()
    {
        using var network = Network.Build(new MlpSettings { Hidden = [4], Activation = new PReluSettings { Init = 0.3 } }, Image, 10, seed: 1);

        Assert.All(network.Parameters["layers.1.weight"].ToDoubles(), slope => Assert.Equal(0.3, slope, 6));
    }
}

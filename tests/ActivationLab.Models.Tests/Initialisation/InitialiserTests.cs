using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Tests.Support;
using MathNet.Numerics;

namespace ActivationLab.Models.Tests.Initialisation;

public class InitialiserTests
{
    private const double Slope = 0.1;

    // He et al. 2015, eq. 15, for the slope of the network's activation.
    private static readonly double s_gain = Math.Sqrt(2 / (1 + Slope * Slope));

    private static readonly ImageShape Image = new(1, 28, 28);

    private static readonly Dictionary<string, (InitSettings Settings, Func<double, double, double> Deviation, bool IsUniform)> s_cases = new()
    {
        ["kaiming_normal fan_in"] = (new KaimingNormalSettings(), (fanIn, _) => s_gain / Math.Sqrt(fanIn), false),
        ["kaiming_normal fan_out"] = (new KaimingNormalSettings { Mode = Fan.FanOut }, (_, fanOut) => s_gain / Math.Sqrt(fanOut), false),
        ["kaiming_normal mismatched"] = (new KaimingNormalSettings { A = 2 }, (fanIn, _) => Math.Sqrt(2 / 5.0 / fanIn), false),
        ["kaiming_uniform fan_in"] = (new KaimingUniformSettings(), (fanIn, _) => s_gain / Math.Sqrt(fanIn), true),
        ["kaiming_uniform fan_out"] = (new KaimingUniformSettings { Mode = Fan.FanOut }, (_, fanOut) => s_gain / Math.Sqrt(fanOut), true),
        // Glorot and Bengio 2010, eq. 12, and eq. 16: bounds of sqrt(6 / (fan_in + fan_out)).
        ["xavier_normal"] = (new XavierNormalSettings(), (fanIn, fanOut) => Math.Sqrt(2 / (fanIn + fanOut)), false),
        ["xavier_uniform gain"] = (new XavierUniformSettings { Gain = 1.5 }, (fanIn, fanOut) => 1.5 * Math.Sqrt(6 / (fanIn + fanOut)) / Math.Sqrt(3), true),
        ["normal"] = (new NormalSettings { Std = 0.05 }, (_, _) => 0.05, false),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_weights_have_the_papers_distribution(string name)
    {
        var (settings, formula, isUniform) = s_cases[name];
        using var network = Network.Build(Cnn(settings), Image, 10, seed: 7);
        // Kernels × channels: [32, 1, 3, 3], [64, 32, 3, 3], [128, 3136], [10, 128].
        (double FanIn, double FanOut)[] fans = [(9, 288), (288, 576), (3136, 128), (128, 10)];

        foreach (var (layer, (fanIn, fanOut)) in network.Blueprint.Layers.OfType<WeightLayer>().Zip(fans))
        {
            var weights = network.Parameters[layer.Name + ".weight"].ToDoubles();
            var expected = formula(fanIn, fanOut);
            var mean = weights.Average();
            var deviation = Math.Sqrt(weights.Average(w => (w - mean) * (w - mean)));

            // 4.5 standard errors of the mean, and of the deviation: expected·sqrt((kurtosis - 1) / 4n), the kurtosis being 3 or 9/5.
            var errorOfDeviation = Math.Sqrt(((isUniform ? 1.8 : 3) - 1) / (4 * weights.Length));
            Assert.InRange(mean, -4.5 * expected / Math.Sqrt(weights.Length), 4.5 * expected / Math.Sqrt(weights.Length));
            Assert.InRange(deviation / expected, 1 - 4.5 * errorOfDeviation, 1 + 4.5 * errorOfDeviation);

            var bound = Math.Sqrt(3) * expected;
            Func<double, double> distribution = isUniform
                ? KolmogorovSmirnov.Uniform(-bound, bound)
                : w => SpecialFunctions.Erfc(-w / expected / Math.Sqrt(2)) / 2;
            Assert.InRange(KolmogorovSmirnov.Statistic(weights, distribution), 0, KolmogorovSmirnov.Critical);
            if (isUniform)
                Assert.InRange(weights.Max(Math.Abs), bound * (1 - 10.0 / weights.Length), bound * (1 + 1e-6));
            else
                Assert.True(weights.Max(Math.Abs) > bound);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_biases_are_the_constant(string name)
    {
        foreach (var bias in new[] { 0, 0.25, -3 })
        {
            using var network = Network.Build(Cnn(s_cases[name].Settings with { Bias = bias }), Image, 10, seed: 7);

            Assert.Equal(4, network.Parameters.Keys.Count(key => key.EndsWith("bias", StringComparison.Ordinal)));
            foreach (var (key, parameter) in network.Parameters.Where(named => named.Key.EndsWith("bias", StringComparison.Ordinal)))
                Assert.All(parameter.ToDoubles(), value => Assert.Equal(bias, value));
        }
    }

    [Fact]
    public void Apply_leaves_batch_normalisation_as_it_was_made()
    {
        using var network = Network.Build(
            new MlpSettings { Hidden = [8], BatchNorm = BatchNormPlacement.After, Init = new NormalSettings { Bias = 0.5 } }, Image, 10, seed: 1);

        Assert.All(network.Parameters["layers.0.bias"].ToDoubles(), value => Assert.Equal(0.5, value));
        Assert.All(network.Parameters["layers.2.weight"].ToDoubles(), value => Assert.Equal(1, value));
        Assert.All(network.Parameters["layers.2.bias"].ToDoubles(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Apply_variants_with_one_seed_start_in_the_same_directions()
    {
        foreach (var kind in s_cases.Values.GroupBy(one => one.IsUniform))
        {
            // Of another activation, which changes the gain alone.
            using var first = Network.Build(Cnn(kind.First().Settings) with { Activation = new PReluSettings { Init = 0.5 } }, Image, 10, seed: 3);
            foreach (var other in kind)
            {
                using var second = Network.Build(Cnn(other.Settings), Image, 10, seed: 3);
                foreach (var layer in first.Blueprint.Layers.OfType<WeightLayer>())
                {
                    var (a, b) = (first.Parameters[layer.Name + ".weight"].ToDoubles(), second.Parameters[layer.Name + ".weight"].ToDoubles());
                    var ratio = Math.Sqrt(a.Sum(w => w * w) / b.Sum(w => w * w));
                    Assert.All(a.Zip(b), pair => Assert.Equal(pair.First, ratio * pair.Second, 1e-6));
                }
            }
        }
    }

    [Fact]
    public void Apply_layers_of_one_shape_have_weights_of_their_own()
    {
        using var network = Network.Build(new MlpSettings { Width = 10, Depth = 3 }, Image, 10, seed: 1);

        Assert.NotEqual(network.Parameters["layers.2.weight"].ToDoubles(), network.Parameters["layers.4.weight"].ToDoubles());
    }

    [Fact]
    public void Apply_another_seed_gives_other_weights_and_the_same_seed_the_same()
    {
        using var network = Network.Build(new MlpSettings { Hidden = [4] }, Image, 10, seed: 1);
        var first = network.Parameters["layers.0.weight"].ToDoubles();

        network.Initialise(new KaimingNormalSettings(), seed: 2);
        Assert.NotEqual(first, network.Parameters["layers.0.weight"].ToDoubles());

        network.Initialise(new KaimingNormalSettings(), seed: 1);
        Assert.Equal(first, network.Parameters["layers.0.weight"].ToDoubles());
    }

    [Fact]
    public void Apply_prelu_slopes_start_at_init()
    {
        using var network = Network.Build(new MlpSettings { Hidden = [4], Activation = new PReluSettings { Init = 0.3 } }, Image, 10, seed: 1);

        Assert.All(network.Parameters["layers.1.weight"].ToDoubles(), slope => Assert.Equal(0.3, slope, 6));
    }

    private static CnnSettings Cnn(InitSettings init) => new() { Activation = new LeakyReluSettings { NegativeSlope = Slope }, Init = init };
}

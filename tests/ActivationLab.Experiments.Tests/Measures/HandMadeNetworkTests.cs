using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Measures;

/// <summary>Measures of networks so small that the answers are known: one hidden layer of two units over images of 8×8.</summary>
[Collection(TorchCollection.Name)]
public class HandMadeNetworkTests
{
    private const int Images = 30;
    private const double Slope = 0.1;

    [Fact]
    public void Measure_leaky_unit_that_nothing_reads_is_gradient_dead_and_not_dead()
    {
        using var twin = Make(new LeakyReluSettings { NegativeSlope = Slope });
        Set(twin, "layers.2.weight", weight => weight.select(1, 0).zero_());

        var layer = Measure(twin);

        Assert.Equal([false, false], layer.DeadUnits);
        Assert.Equal(1, layer.GradientDead);
    }

    [Theory]
    [InlineData(Slope, 0)]
    [InlineData(0, 1)]
    public void Measure_dead_unit_is_gradient_dead_only_without_a_slope(double slope, int gradientDead)
    {
        using var twin = Make(new LeakyReluSettings { NegativeSlope = slope });
        Set(twin, "layers.0.bias", bias => bias.select(0, 1).fill_(-100));

        var layer = Measure(twin);

        Assert.Equal([false, true], layer.DeadUnits);
        Assert.Equal(gradientDead, layer.GradientDead);
    }

    [Theory]
    // Of units that are always 1 and b, the layer's mean is (1 + b) / 2: the second is dormant where b ≤ 0.025 · (1 + b) / 2, so b ≤ 0.01265.
    [InlineData(0.0126, 1)]
    [InlineData(0.0127, 0)]
    // The negative side counts by its magnitude.
    [InlineData(-0.126, 1)]
    [InlineData(-0.127, 0)]
    [InlineData(0, 1)]
    public void Measure_unit_below_the_share_of_its_layers_mean_is_dormant(double bias, int dormant)
    {
        using var twin = Make(new LeakyReluSettings { NegativeSlope = Slope });
        Set(twin, "layers.0.weight", weight => weight.zero_());
        Set(twin, "layers.0.bias", biases => biases.copy_(tensor(new[] { 1, bias })));

        Assert.Equal(dormant, Measure(twin).Dormant);
    }

    [Fact]
    public void Measure_gradient_norm_is_that_of_the_chain_rule_by_hand()
    {
        using var twin = Make(new LeakyReluSettings { NegativeSlope = Slope });
        var (w1, b1) = (twin.Weights("layers.0.weight").Chunk(64).ToArray(), twin.Weights("layers.0.bias"));
        var (w2, b2) = (twin.Weights("layers.2.weight").Chunk(2).ToArray(), twin.Weights("layers.2.bias"));
        using var scope = NewDisposeScope();
        var (images, labels) = twin.Images.Slice(0, Images);
        var gradient = new double[2][] { new double[64], new double[64] };
        foreach (var (x, label) in images.ToDoubles().Chunk(64).Zip(labels.ToLongs()))
        {
            double[] z = [.. w1.Select((row, unit) => row.Zip(x, (w, pixel) => w * pixel).Sum() + b1[unit])];
            double[] logits = [.. w2.Select((row, k) => row.Zip(z, (w, value) => w * Math.Max(value, Slope * value)).Sum() + b2[k])];
            var sum = logits.Sum(Math.Exp);
            for (var unit = 0; unit < 2; unit++)
            {
                var intoUnit = logits.Select((logit, k) => (Math.Exp(logit) / sum - (k == label ? 1 : 0)) * w2[k][unit]).Sum();
                for (var pixel = 0; pixel < 64; pixel++)
                    gradient[unit][pixel] += intoUnit * (z[unit] > 0 ? 1 : Slope) * x[pixel] / Images;
            }
        }

        Assert.Equal(Math.Sqrt(gradient.Sum(row => row.Sum(value => value * value))), Measure(twin).GradientNorm, 1e-12);
    }

    [Fact]
    public void Measure_units_that_see_the_same_have_rank_one()
    {
        using var twin = Make(new ReluSettings());
        Set(twin, "layers.0.weight", weight => weight.select(0, 1).copy_(weight.select(0, 0) * -3));

        Assert.Equal(1, Measure(twin).EffectiveRank, 1e-6);
    }

    [Fact]
    public void Measure_biases_moved_by_hand_make_units_die_and_revive()
    {
        using var twin = Make(new ReluSettings());
        var history = new DeadUnitHistory();
        IReadOnlyList<UnitTurnover>? Move(double first, double second)
        {
            Set(twin, "layers.0.bias", bias => bias.copy_(tensor(new[] { first, second })));
            return history.Add(UnitProbe.Measure(twin.Network, twin.Images, twin.All));
        }

        Assert.Null(Move(100, -100));
        Assert.Equal([new UnitTurnover(0, 0)], Move(100, -90)!);
        Assert.Equal([new UnitTurnover(1, 1)], Move(-100, 100)!);
        Assert.Equal([new UnitTurnover(1, 0)], Move(-100, -100)!);
        Assert.Equal([new UnitTurnover(0, 2)], Move(100, 100)!);
    }

    private static TwinCase Make(ActivationSettings activation) =>
        new(new MlpSettings { Hidden = [2], Activation = activation }, ScalarType.Float64, Images);

    private static LayerMeasures Measure(TwinCase twin) => Assert.Single(UnitProbe.Measure(twin.Network, twin.Images, twin.All));

    private static void Set(TwinCase twin, string name, Action<Tensor> change)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        change(twin.Network.Parameters[name]);
    }
}

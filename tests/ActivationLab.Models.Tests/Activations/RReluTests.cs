using ActivationLab.Models.Activations;
using ActivationLab.Models.Tests.Support;
using static TorchSharp.torch;

namespace ActivationLab.Models.Tests.Activations;

[Collection(GeneratorCollection.Name)]
public class RReluTests
{
    private const int Draws = 40_000;

    [Theory]
    [InlineData(1.0 / 8, 1.0 / 3)]
    [InlineData(-0.5, 2)]
    public void Forward_in_training_slopes_are_uniform_and_of_each_element_its_own(double lower, double upper)
    {
        using var scope = NewDisposeScope();
        using var rrelu = new RRelu(lower, upper);
        manual_seed(20);

        var slopes = Slopes(rrelu);

        Assert.All(slopes, slope => Assert.InRange(slope, lower - 1e-6, upper + 1e-6));
        Assert.InRange(KolmogorovSmirnov.Statistic(slopes, KolmogorovSmirnov.Uniform(lower, upper)), 0, KolmogorovSmirnov.Critical);
        // Of 2^24 possible draws, 48 or so pairs are expected to be equal by chance.
        Assert.InRange(slopes.Distinct().Count(), Draws - 200, Draws);
        // The correlation of neighbours: 4 standard errors of 1/sqrt(n).
        var (mean, variance) = ((lower + upper) / 2, Math.Pow(upper - lower, 2) / 12);
        var correlation = slopes.Zip(slopes.Skip(1), (a, b) => (a - mean) * (b - mean)).Average() / variance;
        Assert.InRange(correlation, -4 / Math.Sqrt(Draws), 4 / Math.Sqrt(Draws));
        Assert.NotEqual(slopes, Slopes(rrelu));
    }

    [Fact]
    public void Statistic_of_slopes_from_another_interval_is_beyond_the_critical_value()
    {
        using var scope = NewDisposeScope();
        using var rrelu = new RRelu(0.125, 0.32);
        manual_seed(20);

        Assert.True(KolmogorovSmirnov.Statistic(Slopes(rrelu), KolmogorovSmirnov.Uniform(0.125, 1.0 / 3)) > KolmogorovSmirnov.Critical);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Forward_in_training_derivative_is_the_slope_that_was_drawn(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var rrelu = new RRelu(0.1, 0.9);
        var z = tensor(Enumerable.Range(-500, 1001).Select(i => i / 170.0).ToArray(), [7, 11, 13]).to(type).requires_grad_();

        var output = rrelu.call(z);
        output.sum().backward();

        foreach (var ((input, value), derivative) in z.ToDoubles().Zip(output.ToDoubles()).Zip(z.grad!.ToDoubles()))
        {
            if (input > 0)
                Assert.Equal(1, derivative);
            else
                Assert.InRange(derivative, 0.1 - 1e-6, 0.9 + 1e-6);
            Assert.Equal(value, derivative * input, 1e-6);
        }
    }

    [Fact]
    public void Forward_in_evaluation_has_the_mean_slope_and_draws_nothing()
    {
        using var scope = NewDisposeScope();
        using var rrelu = new RRelu(0.1, 0.5);
        rrelu.eval();
        manual_seed(1);
        var expected = rand([1]).ToDoubles();
        manual_seed(1);

        var output = rrelu.call(tensor(new double[] { -2, -1, 0, 3 }));

        Assert.Equal([-0.6, -0.3, 0, 3], output.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(expected, rand([1]).ToDoubles());
    }

    [Fact]
    public void Forward_lower_equal_to_upper_is_leaky_relu_in_training_too()
    {
        using var scope = NewDisposeScope();
        using var rrelu = new RRelu(0.25, 0.25);
        var z = randn([1000], ScalarType.Float64);

        Assert.Equal(nn.functional.leaky_relu(z, 0.25).ToDoubles(), rrelu.call(z).ToDoubles());
    }

    private static double[] Slopes(RRelu rrelu) => rrelu.call(full([Draws / 100, 100], -1, ScalarType.Float32)).neg().ToDoubles();
}

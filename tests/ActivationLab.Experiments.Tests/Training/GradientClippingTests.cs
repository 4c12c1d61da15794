using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training;

[Collection(TorchCollection.Name)]
public class GradientClippingTests
{
    [Theory]
    [InlineData(5, 1)]
    [InlineData(0.1, 0.1 / (1 + 1e-6))]
    [InlineData(1.00001, 1)]
    public void ClipNorm_scales_all_gradients_alike_down_to_the_limit(double maxNorm, double scale)
    {
        using var scope = NewDisposeScope();
        // Norm 1 over both: 0.36 + 0.28 + 0.36.
        Tensor[] parameters = [WithGradient(0.6, 0), WithGradient(Math.Sqrt(0.28)), WithGradient(0, 0, -0.6)];
        var before = Gradients(parameters);

        GradientClipping.ClipNorm(parameters, maxNorm);

        Assert.All(before.Zip(Gradients(parameters)), pair => Assert.Equal(scale * pair.First, pair.Second, 1e-15));
    }

    [Fact]
    public void ClipNorm_below_the_limit_leaves_every_bit()
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [WithGradient(0.1, 0.7, -0.3)];

        GradientClipping.ClipNorm(parameters, 1);

        Assert.Equal([0.1, 0.7, -0.3], Gradients(parameters));
    }

    [Fact]
    public void ClipRows_scales_each_row_as_ClipNorm_would_alone()
    {
        using var scope = NewDisposeScope();
        double[][] rows = [[0.6, 0, -0.8], [30, 40, 0], [30, 40, 0], [0, 0, 0], [double.NaN, 1, 2], [1e200, 1e200, 0]];
        double[] limits = [0.5, 100, double.PositiveInfinity, 1, 1, double.PositiveInfinity];
        var together = tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, 3]);

        GradientClipping.ClipRows(together, tensor(limits, [rows.Length, 1]));

        for (var row = 0; row < rows.Length; row++)
        {
            Tensor[] alone = [WithGradient(rows[row])];
            if (double.IsFinite(limits[row]))
                GradientClipping.ClipNorm(alone, limits[row]);
            Assert.All(Gradients(alone).Zip(together.select(0, row).ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-15));
        }
    }

    [Fact]
    public void ClipNorm_passes_over_parameters_without_gradient()
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [zeros(3, ScalarType.Float64, requires_grad: true), WithGradient(3, 4)];

        GradientClipping.ClipNorm(parameters, 1);
        GradientClipping.ClipNorm([parameters[0]], 1);

        Assert.Null(parameters[0].grad);
        Assert.Equal(1, Math.Sqrt(Gradients([parameters[1]]).Sum(value => value * value)), 1e-6);
    }

    [Fact]
    public void ClipNorm_of_a_gradient_that_is_not_finite_makes_it_felt()
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [WithGradient(double.NaN), WithGradient(1)];

        GradientClipping.ClipNorm(parameters, 1);

        Assert.All(Gradients(parameters), value => Assert.False(double.IsFinite(value)));
    }

    [Fact]
    public void ClipNorm_frees_what_it_makes()
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [WithGradient(3, 4)];
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        GradientClipping.ClipNorm(parameters, 1);

        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Tensor WithGradient(params double[] gradient)
    {
        var parameter = zeros(gradient.Length, ScalarType.Float64, requires_grad: true);
        parameter.mul(tensor(gradient)).sum().backward();
        return parameter;
    }

    private static double[] Gradients(IEnumerable<Tensor> parameters) => [.. parameters.SelectMany(parameter => parameter.grad!.ToDoubles())];
}

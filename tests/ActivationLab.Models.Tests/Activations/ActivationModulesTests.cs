using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActivationLab.Models.Tests.Activations;

public class ActivationModulesTests
{
    private const int Units = 3;

    // Symmetric about 0, which belongs to the negative side; [samples, units].
    private static readonly double[] s_grid = [.. Enumerable.Range(-30, 61).Select(i => i / 8.0).SelectMany(z => Enumerable.Repeat(z, Units))];

    public static TheoryData<ActivationSettings> All => new()
    {
        new ReluSettings(),
        new LeakyReluSettings(),
        new LeakyReluSettings { NegativeSlope = 0 },
        new LeakyReluSettings { NegativeSlope = 0.2 },
        new LeakyReluSettings { NegativeSlope = 1.5 },
        new LeakyReluSettings { NegativeSlope = -0.5 },
        new PReluSettings { Per = SlopeSharing.Layer },
        new PReluSettings { Per = SlopeSharing.Channel },
        new PReluSettings { Per = SlopeSharing.Channel, Init = -0.5 },
        new PReluSettings { Per = SlopeSharing.Layer, Init = 0 },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Build_value_and_derivative_are_the_closed_forms(ActivationSettings settings)
    {
        using var scope = NewDisposeScope();
        var slope = settings.InitialNegativeSlope;

        var (values, derivatives) = Apply(Build(settings), s_grid);

        Assert.Equal(s_grid.Select(z => z > 0 ? z : slope * z), values);
        Assert.Equal(s_grid.Select(z => z > 0 ? 1 : slope), derivatives);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Build_of_images_is_the_same_function_of_each_number(ActivationSettings settings)
    {
        using var scope = NewDisposeScope();
        var slope = settings.InitialNegativeSlope;
        double[] z = [.. Enumerable.Range(0, 2 * Units * 4 * 5).Select(i => Math.Sin(i))];

        var output = Build(settings).call(tensor(z, [2, Units, 4, 5]));

        Assert.Equal([2, Units, 4, 5], output.shape);
        Assert.Equal(z.Select(value => value > 0 ? value : slope * value), output.ToDoubles());
    }

    [Fact]
    public void Build_prelu_per_channel_has_a_slope_for_each_unit()
    {
        using var scope = NewDisposeScope();
        double[] slopes = [0.5, -2, 0];
        var prelu = (PReLU)Build(new PReluSettings { Per = SlopeSharing.Channel });
        using (no_grad())
            prelu.weight!.copy_(tensor(slopes));

        var (values, derivatives) = Apply(prelu, s_grid);

        Assert.Equal(slopes, ActivationModules.NegativeSlopes(prelu));
        Assert.Equal(s_grid.Select((z, i) => z > 0 ? z : slopes[i % Units] * z), values);
        Assert.Equal(s_grid.Select((z, i) => z > 0 ? 1 : slopes[i % Units]), derivatives);
        // ∂(sum of outputs)/∂a is the sum of the unit's negative z (He et al. 2015, eq. 8 and 9).
        Assert.Equal(Enumerable.Repeat(s_grid.Where(z => z < 0).Sum() / Units, Units), prelu.weight!.grad!.ToDoubles());
    }

    [Fact]
    public void Build_prelu_per_layer_has_one_slope_whose_derivative_sums_over_all_units()
    {
        using var scope = NewDisposeScope();
        var prelu = (PReLU)Build(new PReluSettings { Per = SlopeSharing.Layer });

        Apply(prelu, s_grid);

        Assert.Equal([1], prelu.weight!.shape);
        Assert.Equal([s_grid.Where(z => z < 0).Sum()], prelu.weight!.grad!.ToDoubles());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void NegativeSlopes_of_a_new_module_are_the_initial_ones(ActivationSettings settings)
    {
        using var scope = NewDisposeScope();
        var count = settings is PReluSettings { Per: SlopeSharing.Channel } ? Units : 1;

        Assert.Equal(Enumerable.Repeat(settings.InitialNegativeSlope, count), ActivationModules.NegativeSlopes(Build(settings)), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.01, true)]
    [InlineData(-0.5, false)]
    public void Build_leaky_relu_works_in_place_where_its_output_tells_the_side(double slope, bool inPlace)
    {
        using var scope = NewDisposeScope();
        var z = tensor(s_grid, [s_grid.Length / Units, Units]);

        Build(new LeakyReluSettings { NegativeSlope = slope }).call(z);

        Assert.Equal(inPlace, !z.ToDoubles().SequenceEqual(s_grid));
    }

    private static nn.Module<Tensor, Tensor> Build(ActivationSettings settings)
    {
        var module = ActivationModules.Build(new ActivationLayer("layers.1", Units, settings));
        module.to(ScalarType.Float64);
        return module;
    }

    private static (double[] Values, double[] Derivatives) Apply(nn.Module<Tensor, Tensor> module, double[] grid)
    {
        var z = tensor(grid, [grid.Length / Units, Units]).requires_grad_();
        // A leaf must not be changed in place; in a network a layer's output enters.
        var output = module.call(z * 1.0);
        output.sum().backward();
        return (output.ToDoubles(), z.grad!.ToDoubles());
    }
}

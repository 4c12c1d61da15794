using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActivationLab.Models.Tests.Activations;

public class ActivationModulesTests
{
    private const int Units = 4;

    // 10,000 points from -25 to 25, 0 among them, which belongs to the negative side; [samples, units].
    private static readonly double[] s_grid = [.. Enumerable.Range(-5000, 10_000).Select(i => i / 200.0)];

    // ActivationFunction itself is held against PyTorch where that is at hand (TwinActivationTests).
    [Theory]
    [MemberData(nameof(AllActivations.Settings), MemberType = typeof(AllActivations))]
    public void Build_value_and_derivative_are_the_closed_forms_in_double_precision(ActivationSettings settings) =>
        Compare(settings, ScalarType.Float64, 4e-15);

    [Theory]
    [MemberData(nameof(AllActivations.Settings), MemberType = typeof(AllActivations))]
    public void Build_value_and_derivative_are_the_closed_forms_in_single_precision(ActivationSettings settings) =>
        Compare(settings, ScalarType.Float32, 1e-6);

    [Theory]
    [MemberData(nameof(AllActivations.Settings), MemberType = typeof(AllActivations))]
    public void Build_of_images_is_the_same_function_of_each_number(ActivationSettings settings)
    {
        using var scope = NewDisposeScope();
        var function = ActivationFunction.Of(settings);
        double[] z = [.. Enumerable.Range(0, 2 * Units * 4 * 5).Select(i => 3 * Math.Sin(i))];

        var output = Build(settings, ScalarType.Float64).call(tensor(z, [2, Units, 4, 5]));

        Assert.Equal([2, Units, 4, 5], output.shape);
        Assert.All(z.Zip(output.ToDoubles()), pair => Assert.Equal(function.Value(pair.First), pair.Second, 1e-7));
    }

    [Fact]
    public void Build_prelu_per_channel_has_a_slope_for_each_unit()
    {
        using var scope = NewDisposeScope();
        double[] slopes = [0.5, -2, 0, 0.125];
        var settings = new PReluSettings { Per = SlopeSharing.Channel };
        var prelu = (PReLU)Build(settings, ScalarType.Float64);
        using (no_grad())
            prelu.weight!.copy_(tensor(slopes));

        var (values, derivatives) = Apply(prelu, s_grid, ScalarType.Float64);

        Assert.Equal(slopes, ActivationModules.NegativeSlopes(new ActivationSite(Layer(settings), prelu)));
        Assert.Equal(s_grid.Select((z, i) => z > 0 ? z : slopes[i % Units] * z), values);
        Assert.Equal(s_grid.Select((z, i) => z > 0 ? 1 : slopes[i % Units]), derivatives);
        // ∂(sum of outputs)/∂a is the sum of the unit's negative z (He et al. 2015, eq. 8 and 9).
        var sums = s_grid.Index().GroupBy(z => z.Index % Units, z => Math.Min(z.Item, 0)).Select(unit => unit.Sum());
        Assert.Equal(sums, prelu.weight!.grad!.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void Build_prelu_per_layer_has_one_slope_whose_derivative_sums_over_all_units()
    {
        using var scope = NewDisposeScope();
        var prelu = (PReLU)Build(new PReluSettings { Per = SlopeSharing.Layer }, ScalarType.Float64);

        Apply(prelu, s_grid, ScalarType.Float64);

        Assert.Equal([1], prelu.weight!.shape);
        Assert.Equal(s_grid.Where(z => z < 0).Sum(), prelu.weight!.grad!.ToDoubles().Single(), 1e-8);
    }

    [Theory]
    [MemberData(nameof(AllActivations.Settings), MemberType = typeof(AllActivations))]
    public void NegativeSlopes_of_a_new_module_are_the_initial_ones(ActivationSettings settings)
    {
        using var scope = NewDisposeScope();
        var count = settings is PReluSettings { Per: SlopeSharing.Channel } ? Units : 1;

        var slopes = ActivationModules.NegativeSlopes(new ActivationSite(Layer(settings), Build(settings, ScalarType.Float64)));

        Assert.Equal(settings.IsRectifier, slopes is not null);
        if (settings.InitialNegativeSlope is { } slope)
            Assert.Equal(Enumerable.Repeat(slope, count), slopes!, (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Theory]
    [MemberData(nameof(AllActivations.Settings), MemberType = typeof(AllActivations))]
    public void Build_learns_as_many_slopes_as_the_layer_counts(ActivationSettings settings)
    {
        using var scope = NewDisposeScope();

        Assert.Equal(Layer(settings).Parameters, Build(settings, ScalarType.Float32).parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.01, true)]
    [InlineData(-0.5, false)]
    public void Build_leaky_relu_works_in_place_where_its_output_tells_the_side(double slope, bool inPlace)
    {
        using var scope = NewDisposeScope();
        var z = tensor(s_grid, [s_grid.Length / Units, Units]);

        Build(new LeakyReluSettings { NegativeSlope = slope }, ScalarType.Float64).call(z);

        Assert.Equal(inPlace, !z.ToDoubles().SequenceEqual(s_grid));
    }

    // The bound is absolute where numbers are below 1, relative above.
    private static void Compare(ActivationSettings settings, ScalarType type, double bound)
    {
        using var scope = NewDisposeScope();
        var function = ActivationFunction.Of(settings);
        // A learned slope is rounded to single precision when its module is made.
        var rounded = settings is PReluSettings or DynamicLeakyReluSettings ? 3e-8 : 0;

        var (values, derivatives) = Apply(Build(settings, type), s_grid, type);

        foreach (var (i, point) in s_grid.Index())
        {
            var z = type == ScalarType.Float32 ? (double)(float)point : point;
            // The linear end of softplus.
            var linear = settings is SoftplusSettings { Beta: var beta } && beta * z > 20 ? 2.1e-9 : 0;
            Assert.Equal(function.Value(z), values[i], (bound + rounded) * Math.Max(1, Math.Abs(z)) + linear);
            Assert.Equal(function.Derivative(z), derivatives[i], bound + rounded + linear);
        }
    }

    private static ActivationLayer Layer(ActivationSettings settings) =>
        new("layers.1", Units, settings, Source: "layers.0") { Output = new ImageShape(Units, 1, 1) };

    private static nn.Module<Tensor, Tensor> Build(ActivationSettings settings, ScalarType type)
    {
        var module = ActivationModules.Build(Layer(settings));
        module.to(type);
        module.eval();
        return module;
    }

    private static (double[] Values, double[] Derivatives) Apply(nn.Module<Tensor, Tensor> module, double[] grid, ScalarType type)
    {
        var z = tensor(grid, [grid.Length / Units, Units]).to(type).requires_grad_();
        // A leaf must not be changed in place; in a network a layer's output enters.
        var output = module.call(z * 1.0);
        output.sum().backward();
        return (output.ToDoubles(), z.grad!.ToDoubles());
    }
}

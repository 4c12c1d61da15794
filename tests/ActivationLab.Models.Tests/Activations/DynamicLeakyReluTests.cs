using ActivationLab.Models.Activations;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Models.Tests.Activations;

public class DynamicLeakyReluTests
{
    private static readonly double[] s_z = [-3, -0.5, 0, 2];

    [Theory]
    [InlineData(0.25, 0.25, -3.5)]
    [InlineData(0.0625, 0.0625, -3.5)]
    [InlineData(0.5, 0.5, -3.5)]
    [InlineData(0.7, 0.5, 0)]
    [InlineData(-0.1, 0.0625, 0)]
    public void Forward_clamps_the_slope_and_outside_no_gradient_reaches_it(double slope, double acting, double gradient)
    {
        using var scope = NewDisposeScope();
        using var dynamic = new DynamicLeakyRelu(slope, 0.0625, 0.5);
        dynamic.to(ScalarType.Float64);
        var z = tensor(s_z, [2, 2]).requires_grad_();

        var output = dynamic.call(z);
        output.sum().backward();

        Assert.Equal(s_z.Select(value => value > 0 ? value : acting * value), output.ToDoubles());
        Assert.Equal(s_z.Select(value => value > 0 ? 1 : acting), z.grad!.ToDoubles());
        Assert.Equal([gradient], dynamic.parameters().Single().grad!.ToDoubles());
        Assert.Equal(acting, dynamic.NegativeSlope);
    }

    [Fact]
    public void State_dict_has_the_slope_as_weight_also_in_another_precision()
    {
        using var scope = NewDisposeScope();
        using var dynamic = new DynamicLeakyRelu(0.25, 0, 1);
        dynamic.to(ScalarType.Float64);

        var (name, weight) = Assert.Single(dynamic.state_dict());
        using (no_grad())
            weight.fill_(0.5);

        Assert.Equal("weight", name);
        Assert.Equal(ScalarType.Float64, weight.dtype);
        // The tensor of the dictionary, of the optimizer and of the forward pass is one.
        Assert.Equal(0.5, dynamic.NegativeSlope);
        Assert.Equal([-0.5], dynamic.call(tensor(new double[] { -1 })).ToDoubles());
    }

    [Fact]
    public void Constructor_inside_a_scope_keeps_its_slope_when_that_ends()
    {
        DynamicLeakyRelu dynamic;
        using (NewDisposeScope())
            dynamic = new DynamicLeakyRelu(0.25, 0, 1);

        Assert.Equal(0.25, dynamic.NegativeSlope);
        dynamic.Dispose();
    }
}

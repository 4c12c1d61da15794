using SystemTorch.Tests.Native;
using SystemTorch.Tests.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Nn;

public sealed class ClipGradTests
{
    [Theory]
    [InlineData(2, 13)]
    [InlineData(1, 19)]
    [InlineData(double.PositiveInfinity, 12)]
    public void Norm_above_the_largest_scales_all_gradients(double type, double norm)
    {
        using var scope = NewDisposeScope();
        var parameters = WithGradients([3, 4], [-12]);

        Assert.Equal(norm, nn.utils.clip_grad_norm_(parameters, 1, type), 12);

        var scale = 1 / (norm + 1e-6);
        Assert.Equal([3 * scale, 4 * scale], Inputs.Numbers(parameters[0].grad!), Near);
        Assert.Equal([-12 * scale], Inputs.Numbers(parameters[1].grad!), Near);
        Assert.Null(parameters[2].grad);
    }

    [Fact]
    public void Norm_below_the_largest_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var parameters = WithGradients([3, 4], [-12]);

        Assert.Equal(13.0, nn.utils.clip_grad_norm_(parameters, 14), 12);

        Assert.Equal([3.0, 4], Inputs.Numbers(parameters[0].grad!));
        Assert.Equal([-12.0], Inputs.Numbers(parameters[1].grad!));
        Assert.Equal(0.0, nn.utils.clip_grad_norm_([parameters[2]], 1));
    }

    [Fact]
    public void Norm_that_is_no_number_spoils_all_gradients_as_in_PyTorch()
    {
        using var scope = NewDisposeScope();
        var parameters = WithGradients([1, 2], [double.NaN]);

        Assert.Equal(double.NaN, nn.utils.clip_grad_norm_(parameters, 1));

        Assert.Equal([double.NaN, double.NaN], Inputs.Numbers(parameters[0].grad!));
    }

    [Fact]
    public void Value_keeps_every_element_within_limits()
    {
        using var scope = NewDisposeScope();
        var parameters = WithGradients([0.5, 4], [-12]);

        nn.utils.clip_grad_value_(parameters, 2);

        Assert.Equal([0.5, 2], Inputs.Numbers(parameters[0].grad!));
        Assert.Equal([-2.0], Inputs.Numbers(parameters[1].grad!));
    }

    [Fact]
    public void Clipping_leaks_no_tensor()
    {
        using var scope = NewDisposeScope();
        var parameters = WithGradients([0.5, 4], [-12]);
        var live = LiveTensors.Settled();
        var owned = scope.DisposablesCount;

        nn.utils.clip_grad_norm_(parameters, 1);
        nn.utils.clip_grad_value_(parameters, 1);

        Assert.Equal((live, owned), (LiveTensors.Settled(), scope.DisposablesCount));
    }

    [Fact]
    public void Disposed_parameter_is_refused()
    {
        var parameter = nn.Parameter(ones([1]));
        parameter.Dispose();
        Assert.Throws<ObjectDisposedException>(() => nn.utils.clip_grad_norm_([parameter], 1));
    }

    // The last parameter has no gradient.
    private static Parameter[] WithGradients(double[] first, double[] second)
    {
        var parameters = new[] { first, second, [0.0] }.Select(values => nn.Parameter(zeros([values.Length], float64))).ToArray();
        parameters[0].grad = tensor(first);
        parameters[1].grad = tensor(second);
        return parameters;
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-11;
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Tensors;

public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Grad_returns_gradients_and_leaves_the_inputs_without()
    {
        var x = tensor([1.0, 2, 3], requires_grad: true);
        var y = tensor(2.0, requires_grad: true);

        var gradients = autograd.grad([(x.square() * y).sum()], [x, y]);

        Assert.Equal([4.0, 8, 12], Inputs.Numbers(gradients[0]));
        Assert.Equal([14.0], Inputs.Numbers(gradients[1]));
        Assert.Null(x.grad);
        Assert.False(gradients[0].requires_grad);
    }

    [Fact]
    public void Grad_of_intermediate_results_with_weights()
    {
        var x = tensor([1.0, 2, 3], requires_grad: true);
        var middle = x * 2;

        var gradients = autograd.grad([middle.square(), middle], [middle, x], [tensor([1.0, 0, 10]), ones([3], float64)]);

        Assert.Equal([5.0, 1, 121], Inputs.Numbers(gradients[0]));
        Assert.Equal([10.0, 2, 242], Inputs.Numbers(gradients[1]));
    }

    [Fact]
    public void Grad_can_be_differentiated_again()
    {
        var x = tensor([1.0, -2], requires_grad: true);
        var first = autograd.grad([x.pow(3).sum()], [x], retain_graph: true, create_graph: true)[0];

        var second = autograd.grad([first.sum()], [x])[0];

        Assert.Equal([6.0, -12], Inputs.Numbers(second));
    }

    [Fact]
    public void Grad_without_retained_graph_works_once()
    {
        var x = tensor([1.0], requires_grad: true);
        var kept = x.exp().sum();
        autograd.grad([kept], [x], retain_graph: true);
        autograd.grad([kept], [x]);
        Assert.Contains("second time", Assert.Throws<ExternalException>(() => autograd.grad([kept], [x])).Message);
    }

    [Fact]
    public void Grad_of_an_unused_input_is_an_error_or_invalid()
    {
        var x = tensor([1.0], requires_grad: true);
        var unused = tensor([1.0], requires_grad: true);
        Assert.Contains("not have been used", Assert.Throws<ExternalException>(() => autograd.grad([x * 2], [unused])).Message);

        var gradients = autograd.grad([x * 2], [x, unused], allow_unused: true);

        Assert.Equal([2.0], Inputs.Numbers(gradients[0]));
        Assert.True(gradients[1].IsInvalid);
    }

    [Fact]
    public void Grad_refuses_what_libtorch_does_and_disposed_tensors()
    {
        var x = tensor([1.0, 2], requires_grad: true);
        Assert.Throws<ExternalException>(() => autograd.grad([x * 2], [x]));
        Assert.Throws<ExternalException>(() => autograd.grad([x.detach().sum()], [x]));
        Assert.Throws<ExternalException>(() => autograd.grad([x * 2], [x], [ones([3], float64)]));
        var disposed = ones([1]);
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => autograd.grad([disposed], [x]));
    }

    [Fact]
    public void Retain_grad_leaves_a_gradient_at_an_intermediate_result()
    {
        var x = tensor([1.0, 2], requires_grad: true);
        var plain = x * 3;
        var kept = plain * 2;
        kept.retain_grad();

        kept.square().sum().backward();

        Assert.Equal([12.0, 24], Inputs.Numbers(kept.grad!));
        Assert.Throws<ExternalException>(() => ones([1]).retain_grad());
    }

    [Fact]
    public void Like_factories_take_shape_and_type()
    {
        var pattern = zeros([200, 50], float64);
        using var generator = manual_seed(3);
        var (uniform, normal) = (rand_like(pattern), randn_like(pattern, float32, requires_grad: true));
        generator.manual_seed(3);

        Assert.True(uniform.Equals(rand([200, 50], float64)));
        Assert.True(normal.Equals(randn([200, 50], float32)));
        Assert.True(normal.requires_grad);
        Assert.Equal((float64, 10_000L), (empty_like(pattern).dtype, empty_like(pattern).numel()));
    }
}

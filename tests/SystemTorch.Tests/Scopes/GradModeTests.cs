using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Scopes;

public sealed class GradModeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Modes_nest_and_return()
    {
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            using (enable_grad())
            {
                Assert.True(is_grad_enabled());
                using (set_grad_enabled(false))
                    Assert.False(is_grad_enabled());
                Assert.True(is_grad_enabled());
            }
            using (enable_grad(false))
                Assert.False(is_grad_enabled());
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Mode_disposed_twice_ends_once()
    {
        var mode = no_grad();
        mode.Dispose();
        using var other = no_grad();
        mode.Dispose();
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void What_is_computed_in_no_grad_is_not_recorded()
    {
        var x = ones([2], requires_grad: true);
        Assert.True((x * 2).requires_grad);
        using (no_grad())
            Assert.False((x * 2).requires_grad);
        using (inference_mode())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (inference_mode(false))
                Assert.True((x * 2).requires_grad);
            Assert.False((x * 2).requires_grad);
        }
        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Tensor_of_inference_mode_cannot_be_recorded_later()
    {
        Tensor made;
        var mode = inference_mode();
        made = ones([2]);
        mode.Dispose();
        mode.Dispose();
        var weight = ones([2], requires_grad: true);
        Assert.Contains(
            "Inference tensors cannot be saved for backward",
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => made * weight).Message);
    }

    [Fact]
    public void Mode_is_of_its_thread()
    {
        using var off = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
        Assert.False(is_grad_enabled());
    }
}

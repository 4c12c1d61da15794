using SystemTorch.Tests.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.init;

namespace SystemTorch.Tests.Nn;

public sealed class InitTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public InitTests() => manual_seed(11).Dispose();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(NonlinearityType.Linear, 0, 1)]
    [InlineData(NonlinearityType.Conv2D, 0, 1)]
    [InlineData(NonlinearityType.Sigmoid, 0, 1)]
    [InlineData(NonlinearityType.Tanh, 0, 5.0 / 3)]
    [InlineData(NonlinearityType.ReLU, 0, 1.4142135623730951)]
    [InlineData(NonlinearityType.LeakyReLU, 0.5, 1.2649110640673518)]
    public void Gain_is_PyTorchs(NonlinearityType type, double slope, double gain) => Assert.Equal(gain, calculate_gain(type, slope), 15);

    [Fact]
    public void Fans_count_the_window()
    {
        Assert.Equal((5L, 3L), CalculateFanInAndFanOut(empty([3, 5])));
        Assert.Equal((30L, 18L), CalculateFanInAndFanOut(empty([3, 5, 2, 3])));
        Assert.Throws<ArgumentException>(() => CalculateFanInAndFanOut(empty([3])));
    }

    [Theory]
    [InlineData(FanInOut.FanIn, 0.0, 0.1)]
    [InlineData(FanInOut.FanOut, 0.0, 0.05)]
    [InlineData(FanInOut.FanIn, 1.0, 0.07071067811865475)]
    public void Kaiming_draws_have_the_deviation_of_the_fan(FanInOut mode, double slope, double deviation)
    {
        var weight = nn.Parameter(empty([800, 200], float64));
        kaiming_normal_(weight, slope, mode);
        Assert.InRange(weight.std().item<double>() / deviation, 0.99, 1.01);
        Assert.InRange(weight.mean().item<double>() / deviation, -0.01, 0.01);
        kaiming_uniform_(weight, slope, mode);
        Assert.InRange(weight.std().item<double>() / deviation, 0.99, 1.01);
        Assert.InRange(weight.abs().max().item<double>(), 1.72 * deviation, Math.Sqrt(3) * deviation);
        Assert.True(weight.requires_grad && weight.is_leaf);
    }

    [Fact]
    public void Constants_and_draws_are_set_outside_autograd()
    {
        var weight = nn.Parameter(empty([20], float64));
        Assert.Equal(Enumerable.Repeat(3.0, 20), Inputs.Numbers(constant_(weight, 3)));
        Assert.Equal(20.0, ones_(weight).sum().item<double>());
        Assert.Equal(0.0, zeros_(weight).sum().item<double>());
        Assert.InRange(uniform_(weight, 2, 3).min().item<double>(), 2, 3);
        using var one = new Generator(1);
        using var same = new Generator(1);
        Assert.Equal(Inputs.Numbers(normal_(weight, 1, 2, one)), Inputs.Numbers(normal_(weight, 1, 2, same)));
        Assert.True(is_grad_enabled() && weight.is_leaf);
    }
}

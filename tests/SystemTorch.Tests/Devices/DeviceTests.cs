using ActivationLab.Tests.Shared;
using SystemTorch.Tests.Optim;
using SystemTorch.Tests.Tensors;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Devices;

/// <summary>Operators and optimizers on a GPU beside the CPU, which is held against PyTorch elsewhere.</summary>
public sealed class DeviceTests
{
    // These make a tensor on the host to go with the inputs.
    private static readonly string[] s_ofTheHost = ["x.gather(1, i.remainder(4).t().contiguous())"];

    public static TheoryData<string> OfAnyDevice => [.. Expressions.All.Keys.Except(s_ofTheHost)];

    public static TheoryData<string> Optimizers => [.. OptimizerCase.All.Select(one => one.Name)];

    [GpuTheory]
    [MemberData(nameof(OfAnyDevice))]
    public void Values_types_shapes_and_gradients_are_those_of_the_cpu(string expression)
    {
        using var scope = NewDisposeScope();
        var (host, device) = (new Inputs(), new Inputs(TestDevice.Device));

        var (expected, actual) = (Expressions.All[expression](host), Expressions.All[expression](device));

        Assert.Equal(expected.Length, actual.Length);
        foreach (var (one, other) in expected.Zip(actual))
            AssertNear(one, other);
        var (gradients, others) = (host.Gradients(expected), device.Gradients(actual));
        Assert.Equal(gradients.Keys.Order(), others.Keys.Order());
        foreach (var (name, gradient) in gradients)
            AssertNear(gradient, others[name]);
    }

    [GpuTheory]
    [MemberData(nameof(Optimizers))]
    public void Twenty_steps_are_those_of_the_cpu(string name)
    {
        var one = OptimizerCase.All.Single(candidate => candidate.Name == name);
        using var host = new TinyTraining();
        using var device = new TinyTraining(device: TestDevice.Device);
        using var expected = host.Optimizer(one);
        using var actual = device.Optimizer(one);
        for (var step = 0; step < TinyTraining.Steps; step++)
        {
            host.Step(expected);
            device.Step(actual);
        }
        var values = device.Values();
        foreach (var (parameter, numbers) in host.Values())
            Assert.All(numbers.Zip(values[parameter]), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        // In single precision a GPU's convolutions may round factors to ten bits.
        var tolerance = expected.dtype == ScalarType.Float64 ? 1e-11 : 2e-2;
        foreach (var (one, other) in Inputs.Numbers(expected).Zip(Inputs.Numbers(actual)))
        {
            if (double.IsFinite(one))
                Assert.InRange(other - one, -tolerance * Math.Max(1, Math.Abs(one)), tolerance * Math.Max(1, Math.Abs(one)));
            else
                Assert.Equal(one, other);
        }
    }
}

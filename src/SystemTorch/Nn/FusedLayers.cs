using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Neighbours in a <see cref="Sequential"/> that the door computes as one, with the values and gradients of the modules one by one: a fully
/// connected layer and its rectifier, a rectifier and the max pooling behind it. On the CPU only; modules that anybody watches are called as ever.
/// </summary>
internal static class FusedLayers
{
    /// <summary>Calls the module at a place, or several from there on as one.</summary>
    /// <param name="modules">The sequence.</param>
    /// <param name="index">The place.</param>
    /// <param name="input">What the module there gets.</param>
    /// <param name="ownsInput">Whether nobody else has the input, so that nobody misses what a module in place would write to it.</param>
    /// <param name="called">How many modules were called.</param>
    internal static Tensor Call(List<nn.Module<Tensor, Tensor>> modules, int index, Tensor input, bool ownsInput, out int called)
    {
        var module = modules[index];
        var next = index + 1 < modules.Count ? modules[index + 1] : null;
        called = 2;
        if (next is not null && input.device_type == DeviceType.CPU)
            switch (module, next)
            {
                case (Linear linear, ReLU or LeakyReLU or PReLU) when !linear.HasHooks && !next.HasHooks:
                    var behind = Rectifier.Of(next);
                    return Op.linear_rectifier.Call(input, linear.weight, linear.bias, behind.Slopes, behind.Slope, behind.IsRelu);
                case (ReLU or LeakyReLU or PReLU, MaxPool2d pool) when !module.HasHooks && !pool.HasHooks && IsTwoByTwo(pool):
                    var before = Rectifier.Of(module);
                    if (before.InPlace && !ownsInput)
                        break;
                    return Op.rectifier_max_pool.Call(input, before.Slopes, before.Slope, before.IsRelu);
            }
        called = 1;
        return module.call(input);
    }

    private static bool IsTwoByTwo(MaxPool2d pool) =>
        IsAll(pool.kernel_size, 2) && IsAll(pool.stride, 2) && IsAll(pool.padding, 0) && IsAll(pool.dilation, 1) && !pool.ceil_mode;

    private static bool IsAll(long[] values, long value) => values.AsSpan().IndexOfAnyExcept(value) < 0;

    private readonly record struct Rectifier(Tensor? Slopes, double Slope, bool IsRelu, bool InPlace)
    {
        public static Rectifier Of(nn.Module<Tensor, Tensor> module) => module switch
        {
            ReLU relu => new Rectifier(null, 0, true, relu.inplace),
            LeakyReLU leaky => new Rectifier(null, leaky.negative_slope, false, leaky.inplace),
            PReLU prelu => new Rectifier(prelu.weight, 0, false, false),
            _ => throw new ArgumentException($"{module.GetName()} is no rectifier", nameof(module)),
        };
    }
}

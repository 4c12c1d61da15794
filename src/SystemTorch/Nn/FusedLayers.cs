using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Neighbours in a <see cref="Sequential"/> that the door computes as one, with the values and gradients of the modules one by one, roundings
/// of sums aside: a fully connected layer and its rectifier; a convolution, its rectifier and the max pooling behind it; the latter two alone.
/// On the CPU only; modules that anybody watches are called as ever.
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
        if (index + 1 < modules.Count && input.device_type == DeviceType.CPU)
        {
            var rectifier = Rectifier.Of(modules[index]);
            if (rectifier is { } first && (ownsInput || !first.InPlace) && IsPool(modules, index + 1))
            {
                called = 2;
                return Op.rectifier_max_pool.Call(input, first.Slopes, first.Slope, first.IsRelu);
            }
            if (rectifier is null && Rectifier.Of(modules[index + 1]) is { } behind)
                switch (modules[index])
                {
                    case Linear { HasHooks: false } linear:
                        called = 2;
                        return Op.linear_rectifier.Call(input, linear.weight, linear.bias, behind.Slopes, behind.Slope, behind.IsRelu);
                    case Conv2d { HasHooks: false, padding_type: null } conv when IsPool(modules, index + 2):
                        called = 3;
                        return Op.convolution_rectifier_max_pool.Call(
                            input, conv.weight, conv.bias, conv.stride, conv.padding, conv.dilation, conv.groups,
                            behind.Slopes, behind.Slope, behind.IsRelu);
                }
        }
        called = 1;
        // A LeakyReLU of slope 1 is none: the layer's products and the gradient of its bias are what is wanted.
        if (modules[index] is Linear { HasHooks: false } alone && input.device_type == DeviceType.CPU)
            return Op.linear_rectifier.Call(input, alone.weight, alone.bias, (Tensor?)null, 1.0, false);
        return modules[index].call(input);
    }

    // Windows of 2 × 2, side by side.
    private static bool IsPool(List<nn.Module<Tensor, Tensor>> modules, int index) =>
        index < modules.Count && modules[index] is MaxPool2d { HasHooks: false, ceil_mode: false } pool &&
        AreAll(pool.kernel_size, 2) && AreAll(pool.stride, 2) && AreAll(pool.padding, 0) && AreAll(pool.dilation, 1);

    private static bool AreAll(long[] values, long value) => values.AsSpan().IndexOfAnyExcept(value) < 0;

    private readonly record struct Rectifier(Tensor? Slopes, double Slope, bool IsRelu, bool InPlace)
    {
        /// <summary>Null for what is none, or is watched.</summary>
        public static Rectifier? Of(nn.Module<Tensor, Tensor> module) => module switch
        {
            { HasHooks: true } => null,
            ReLU relu => new Rectifier(null, 0, true, relu.inplace),
            LeakyReLU leaky => new Rectifier(null, leaky.negative_slope, false, leaky.inplace),
            PReLU prelu => new Rectifier(prelu.weight, 0, false, false),
            _ => null,
        };
    }
}

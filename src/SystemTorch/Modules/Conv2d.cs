using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Convolution over height and width.</summary>
    public sealed class Conv2d : Convolution
    {
        internal Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride, (long, long)? padding, Padding? padding_type,
            (long, long)? dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
            : base(
                nameof(Conv2d), in_channels, out_channels, Pair(kernel_size), Pair(stride ?? (1, 1)), Pair(padding ?? (0, 0)), padding_type,
                Pair(dilation ?? (1, 1)), groups, bias, device, dtype)
        {
            if (padding_mode != PaddingModes.Zeros)
                throw new NotSupportedException($"padding mode {padding_mode} is not supported by this provider");
        }

        /// <summary>[images, in_channels, height, width] to [images, out_channels, height', width'].</summary>
        public override Tensor forward(Tensor input) => padding_type is { } type
            ? Op.conv2d_padding.Call(input, _weight, _bias, stride, type == Padding.Same ? "same" : "valid", dilation, groups)
            : Op.conv2d.Call(input, _weight, _bias, stride, padding, dilation, groups);

        private static long[] Pair((long, long) pair) => [pair.Item1, pair.Item2];
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A convolution over height and width with square windows.</summary>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), null, (dilation, dilation),
                    padding_mode, groups, bias, device, dtype);

            /// <summary>A convolution over height and width.</summary>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, stride, padding, null, dilation, padding_mode, groups, bias, device, dtype);

            /// <summary>A convolution over height and width with square windows, padded so that the size stays, or not at all.</summary>
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), null, padding, (dilation, dilation), padding_mode,
                    groups, bias, device, dtype);
        }
    }
}

using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The mean of each window over height and width.</summary>
    public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AvgPool2d(
            long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override)
            : base(nameof(AvgPool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.ceil_mode = ceil_mode;
            this.count_include_pad = count_include_pad;
            this.divisor_override = divisor_override;
        }

        /// <summary>The size of the window.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>How far the window moves; null: its size.</summary>
        public long[]? stride { get; set; }

        /// <summary>Zeros around the input; null: none.</summary>
        public long[]? padding { get; set; }

        /// <summary>Whether a window that reaches beyond the end counts.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>Whether the padding counts in the mean.</summary>
        public bool count_include_pad { get; set; }

        /// <summary>What the sum is divided by instead of the window's size.</summary>
        public long? divisor_override { get; set; }

        /// <summary>[images, channels, height, width] to [images, channels, height', width'].</summary>
        public override Tensor forward(Tensor input) =>
            nn.functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }

    /// <summary>The means of as many parts of height and width as are wanted, whatever the input's size.</summary>
    public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

        /// <summary>Height and width of the output.</summary>
        public long[] output_size { get; set; }

        /// <summary>[images, channels, height, width] to [images, channels, output_size…].</summary>
        public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.AvgPool2d"/>
            public static Modules.AvgPool2d AvgPool2d(
                long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                new([kernel_size], One(stride), One(padding), ceil_mode, count_include_pad, divisor_override);

            /// <inheritdoc cref="Modules.AvgPool2d"/>
            public static Modules.AvgPool2d AvgPool2d(
                (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                new(Pair(kernel_size)!, Pair(stride), Pair(padding), ceil_mode, count_include_pad, divisor_override);

            /// <inheritdoc cref="Modules.AvgPool2d"/>
            public static Modules.AvgPool2d AvgPool2d(
                long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            /// <inheritdoc cref="Modules.AdaptiveAvgPool2d"/>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new([output_size, output_size]);

            /// <inheritdoc cref="Modules.AdaptiveAvgPool2d"/>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new(Pair(output_size)!);

            /// <inheritdoc cref="Modules.AdaptiveAvgPool2d"/>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);
        }
    }
}

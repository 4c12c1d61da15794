using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest element of each window over height and width.</summary>
    public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal MaxPool2d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode) : base(nameof(MaxPool2d))
        {
            this.kernel_size = kernel_size;
            this.stride = stride ?? kernel_size;
            this.padding = padding ?? [0];
            this.dilation = dilation ?? [1];
            this.ceil_mode = ceil_mode;
        }

        /// <summary>The size of the window.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>How far the window moves; by default its size.</summary>
        public long[] stride { get; set; }

        /// <summary>What never is the largest, around the input.</summary>
        public long[] padding { get; set; }

        /// <summary>The distance of the window's elements.</summary>
        public long[] dilation { get; set; }

        /// <summary>Whether a window that reaches beyond the end counts.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>[images, channels, height, width] to [images, channels, height', width'].</summary>
        public override Tensor forward(Tensor input) =>
            nn.functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.MaxPool2d"/>
            public static Modules.MaxPool2d MaxPool2d(
                long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new([kernel_size], One(stride), One(padding), One(dilation), ceil_mode);

            /// <inheritdoc cref="Modules.MaxPool2d"/>
            public static Modules.MaxPool2d MaxPool2d(
                long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                new(kernel_size, stride, padding, dilation, ceil_mode);

            private static long[]? One(long? value) => value is { } given ? [given] : null;

            private static long[]? Pair((long, long)? value) => value is { } given ? [given.Item1, given.Item2] : null;
        }
    }
}

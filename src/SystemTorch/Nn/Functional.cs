using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Layers as functions.</summary>
        public static partial class functional
        {
            /// <summary>max(0, x).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            /// <summary>x for x &gt; 0, negative_slope·x otherwise.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? input.leaky_relu_(negative_slope).alias() : input.leaky_relu(negative_slope);

            /// <summary>x for x &gt; 0, weight·x otherwise; one weight, or one for each channel (dimension 1).</summary>
            public static Tensor prelu(Tensor input, Tensor weight) => input.prelu(weight);

            /// <inheritdoc cref="Tensor.elu(double)"/>
            public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? x.elu_(alpha).alias() : x.elu(alpha);

            /// <inheritdoc cref="Tensor.selu"/>
            public static Tensor selu(Tensor x, bool inplace = false) => inplace ? x.selu_().alias() : x.selu();

            /// <inheritdoc cref="Tensor.gelu()"/>
            public static Tensor gelu(Tensor x) => x.gelu();

            /// <inheritdoc cref="Tensor.gelu()"/>
            public static Tensor gelu(Tensor x, bool inplace) => inplace ? x.gelu_().alias() : x.gelu();

            /// <inheritdoc cref="Tensor.gelu(GELU.Approximate)"/>
            public static Tensor gelu(Tensor x, GELU.Approximate approximate, bool inplace = false) =>
                inplace ? x.gelu_(approximate).alias() : x.gelu(approximate);

            /// <inheritdoc cref="Tensor.silu"/>
            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.silu_().alias() : x.silu();

            /// <inheritdoc cref="Tensor.sigmoid"/>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <inheritdoc cref="Tensor.sigmoid"/>
            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? x.sigmoid_().alias() : x.sigmoid();

            /// <inheritdoc cref="Tensor.tanh"/>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            /// <inheritdoc cref="Tensor.softplus"/>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            /// <summary>x·weightsᵀ + bias, [out, in] and [out].</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Op.linear.Call(input, weights, bias);

            /// <summary>Convolution over height and width; weight is [out, in / groups, height, width].</summary>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1) =>
                Op.conv2d.Call(input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            /// <summary>The largest element of each square window over height and width.</summary>
            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size], One(stride), One(padding), One(dilation), ceil_mode);

            /// <summary>The largest element of each window over height and width.</summary>
            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false) =>
                Op.max_pool2d.Call(input, kernel_size, strides ?? kernel_size, padding ?? [0], dilation ?? [1], ceil_mode);

            /// <summary>The mean of each square window over height and width.</summary>
            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size], One(stride), [padding], ceil_mode, count_include_pad, divisor_override);

            /// <inheritdoc cref="avg_pool2d(Tensor, long[], long[], long[], bool, bool, long?)"/>
            public static Tensor avg_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Pair(kernel_size)!, Pair(stride), Pair(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window over height and width.</summary>
            /// <param name="input">[images, channels, height, width].</param>
            /// <param name="kernel_size">The size of the window.</param>
            /// <param name="stride">How far the window moves; by default its size.</param>
            /// <param name="padding">Zeros around the input.</param>
            /// <param name="ceil_mode">Whether a window that reaches beyond the end counts.</param>
            /// <param name="count_include_pad">Whether the padding counts in the mean.</param>
            /// <param name="divisor_override">What the sum is divided by instead of the window's size.</param>
            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                Op.avg_pool2d.Call(input, kernel_size, stride ?? kernel_size, padding ?? [0], ceil_mode, count_include_pad, divisor_override);

            /// <summary>The means of as many equal parts of height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);

            /// <summary>The means of as many parts of height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => adaptive_avg_pool2d(input, Pair(output_size)!);

            /// <summary>The means of as many parts of height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => Op.adaptive_avg_pool2d.Call(input, output_size);

            /// <summary>Normalises each channel (dimension 1), by the batch in training, which updates the running statistics, else by these.</summary>
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
                double momentum = 0.1, double eps = 1e-05) =>
                Op.batch_norm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            /// <summary>Zeroes elements with probability p and scales the others by 1/(1 - p); nothing where not training.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
            {
                if (!inplace)
                    return Op.dropout.Call(input, p, training);
                Op.dropout_.Run(input, p, training);
                return input.alias();
            }

            /// <summary>Exponentials over a dimension, divided by their sum.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>Logarithm of softmax.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>Cross entropy of logits [samples, classes] and class indices [samples].</summary>
            /// <param name="input">Logits.</param>
            /// <param name="target">Classes.</param>
            /// <param name="weight">A weight for each class.</param>
            /// <param name="ignore_index">The target that does not count.</param>
            /// <param name="reduction">What becomes of the losses of the samples.</param>
            /// <param name="label_smoothing">The share of the target that is spread evenly over all classes.</param>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0) =>
                weight is null && reduction == Reduction.Mean
                    ? Op.cross_entropy.Call(input, target, ignore_index, label_smoothing)
                    : Op.cross_entropy_loss.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>The negative of the target class's log-probability [samples, classes].</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                Op.nll_loss_nd.Call(input, target, weight, (long)reduction);

            /// <summary>The elements under each position of a square window [images, channels · window, positions], as a convolution sees them.</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                Op.im2col.Call(input, Square(kernel_size), Square(dilation), Square(padding), Square(stride));

            /// <inheritdoc cref="unfold(Tensor, long, long, long, long)"/>
            public static Tensor unfold(
                Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                Op.im2col.Call(input, Pair(kernel_size)!, Pair(dilation) ?? [1, 1], Pair(padding) ?? [0, 0], Pair(stride) ?? [1, 1]);

            /// <summary>Adds elements around dimensions, the last one first: before, after, before, after, …</summary>
            /// <param name="input">The tensor.</param>
            /// <param name="pad">How many elements; negative ones are cut off.</param>
            /// <param name="mode">What they are.</param>
            /// <param name="value">The number, for <see cref="PaddingModes.Constant"/>.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Op.pad.Call(input, pad, Mode(mode), mode is PaddingModes.Constant or PaddingModes.Zeros ? value : Argument.None);

            /// <summary>Adds elements before and after all dimensions, the batch's too.</summary>
            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Enumerable.Repeat(pad, 2 * (int)input.ndim).ToArray(), mode, value);

            /// <summary>Adds elements before and after the last dimension.</summary>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, Pair(pad)!, mode, value);

            /// <summary>Adds elements left, right, above and below.</summary>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            private static long[] Square(long side) => [side, side];

            private static string Mode(PaddingModes mode) => mode switch
            {
                PaddingModes.Reflect => "reflect",
                PaddingModes.Replicate => "replicate",
                PaddingModes.Circular => "circular",
                _ => "constant",
            };
        }
    }
}

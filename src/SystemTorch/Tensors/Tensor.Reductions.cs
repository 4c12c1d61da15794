using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Operations that make many elements into few.
    public partial class Tensor
    {
        /// <summary>Sum of all elements.</summary>
        public Tensor sum(ScalarType? type = null) => Op.sum.Call(this, type);

        /// <summary>Sums over a dimension.</summary>
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Op.sum_dim.Call(this, dim, keepdim, type);

        /// <summary>Sums over dimensions.</summary>
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Op.sum_dim.Call(this, dim, keepdim, type);

        /// <summary>Mean of all elements.</summary>
        public Tensor mean() => Op.mean.Call(this);

        /// <summary>Means over dimensions.</summary>
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Op.mean_dim.Call(this, dimensions, keepdim, type);

        /// <summary>Variance of all elements; unbiased divides by n - 1.</summary>
        public Tensor var(bool unbiased = true) => Op.var.Call(this, unbiased);

        /// <summary>Standard deviation of all elements; unbiased divides by n - 1.</summary>
        public Tensor std(bool unbiased = true) => Op.std.Call(this, unbiased);

        /// <summary>Variance and mean of all elements; unbiased divides by n - 1.</summary>
        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Op.var_mean.CallPair(this, unbiased);

        /// <summary>Variances and means over a dimension; unbiased divides by n - 1. The type is ignored, as TorchSharp does.</summary>
        public (Tensor var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var_mean([dim], unbiased, keepdim, type);

        /// <summary>Variances (despite the name std) and means over dimensions; unbiased divides by n - 1. The type is ignored, as TorchSharp does.</summary>
        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.var_mean_dim.CallPair(this, dimensions, unbiased, keepdim);

        /// <summary>Sums of the elements so far along a dimension.</summary>
        public Tensor cumsum(long dim, ScalarType? type = null) => Op.cumsum.Call(this, dim, type);

        /// <summary>The smallest and the largest elements, over all or over a dimension. Before libtorch 2.0 it has no derivative.</summary>
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => Op.aminmax.CallPair(this, dim, keepdim);

        /// <summary>The largest element.</summary>
        public Tensor max() => Op.max.Call(this);

        /// <summary>The largest elements over a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Op.max_dim.CallPair(this, dim, keepdim);

        /// <summary>The smallest element.</summary>
        public Tensor min() => Op.min.Call(this);

        /// <summary>The smallest elements over a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Op.min_dim.CallPair(this, dim, keepdim);

        /// <summary>The largest elements over dimensions.</summary>
        public Tensor amax(params long[] dims) => Op.amax.Call(this, dims);

        /// <summary>The smallest elements over dimensions.</summary>
        public Tensor amin(params long[] dims) => Op.amin.Call(this, dims);

        /// <summary>Where the largest element is, counted over all.</summary>
        public Tensor argmax() => Op.argmax.Call(this);

        /// <summary>Where the largest elements over a dimension are.</summary>
        public Tensor argmax(long dim, bool keepdim = false) => Op.argmax.Call(this, dim, keepdim);

        /// <summary>Whether all elements are true.</summary>
        public Tensor all() => Op.all.Call(this);

        /// <summary>Whether any element is true.</summary>
        public Tensor any() => Op.any.Call(this);

        /// <summary>How many elements are not 0, over the dimensions or over all.</summary>
        public Tensor count_nonzero(long[]? dims = null) =>
            dims is null ? Op.count_nonzero_all.Call(this) : Op.count_nonzero.Call(this, dims);
    }
}

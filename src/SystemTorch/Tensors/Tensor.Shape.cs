using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Other shapes, parts and copies.
    public partial class Tensor
    {
        /// <summary>The same elements in another shape; -1 is worked out.</summary>
        public Tensor reshape(params long[] shape) => Op.reshape.Call(this, shape);

        /// <summary>The same memory in another shape; -1 is worked out.</summary>
        public Tensor view(params long[] shape) => Op.view.Call(this, shape);

        /// <summary>Makes several dimensions one.</summary>
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Op.flatten.Call(this, start_dim, end_dim);

        /// <summary>Reorders dimensions.</summary>
        public Tensor permute(params long[] permutation) => Op.permute.Call(this, permutation);

        /// <summary>Exchanges two dimensions.</summary>
        public Tensor transpose(long dim0, long dim1) => Op.transpose.Call(this, dim0, dim1);

        /// <summary>The transposed matrix.</summary>
        public Tensor t() => Op.t.Call(this);

        /// <summary>Adds a dimension of length 1.</summary>
        public Tensor unsqueeze(long dim) => Op.unsqueeze.Call(this, dim);

        /// <summary>Drops a dimension of length 1, or all of them.</summary>
        public Tensor squeeze(long? dim = null) => dim is { } one ? Op.squeeze_dim.Call(this, one) : Op.squeeze.Call(this);

        /// <summary>Repeats dimensions of length 1 without copying; -1 keeps one.</summary>
        public Tensor expand(params long[] sizes) => Op.expand.Call(this, sizes);

        /// <summary>Copies the tensor so many times along each dimension.</summary>
        public Tensor repeat(params long[] sizes) => Op.repeat.Call(this, sizes);

        /// <summary>Reverses the order along dimensions.</summary>
        public Tensor flip(params long[] dims) => Op.flip.Call(this, dims);

        /// <summary>A part of a dimension, the same memory.</summary>
        public Tensor narrow(long dim, long start, long length) => Op.narrow.Call(this, dim, start, length);

        /// <summary>The parts of these lengths that a dimension consists of, the same memory.</summary>
        public Tensor[] split(long[] sizes, long dim = 0) => Op.split_with_sizes.CallList(sizes.Length, this, sizes, dim);

        /// <summary>One index of a dimension, the same memory.</summary>
        public Tensor select(long dim, long index) => Op.select.Call(this, dim, index);

        /// <summary>Every step-th index of a part of a dimension, the same memory.</summary>
        public Tensor slice(long dim, long start, long finish, long step) => Op.slice.Call(this, dim, start, finish, step);

        /// <summary>The given indices of a dimension, copied.</summary>
        public Tensor index_select(long dim, Tensor index) => Op.index_select.Call(this, dim, index);

        /// <summary>The element of each index along a dimension.</summary>
        public Tensor gather(long dim, Tensor index) => Op.gather.Call(this, dim, index);

        /// <summary>A copy with each element of src at its index along a dimension.</summary>
        public Tensor scatter(long dim, Tensor index, Tensor src) => Op.scatter.Call(this, dim, index, src);

        /// <summary>The same tensor, or a copy in row-major order.</summary>
        public Tensor contiguous() => Op.contiguous.Call(this);

        /// <summary>A copy.</summary>
        public Tensor clone() => Op.clone.Call(this);

        /// <summary>The same data, cut off the graph.</summary>
        public Tensor detach() => Op.detach.Call(this);

        /// <summary>Another reference to the same tensor.</summary>
        public Tensor alias() => Op.alias.Call(this);
    }
}

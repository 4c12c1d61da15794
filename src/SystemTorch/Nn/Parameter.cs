using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module registers as its own and an optimizer trains.</summary>
    public class Parameter : Tensor
    {
        /// <summary>Makes a parameter of a tensor, which is spent thereby.</summary>
        /// <param name="data">The values; where it was computed from others it is cut off from them.</param>
        /// <param name="requires_grad">Whether gradients are wanted for it.</param>
        public Parameter(Tensor data, bool requires_grad = true) : base(data.is_leaf ? data : data.detach()) =>
            this.requires_grad = requires_grad;
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.Parameter(Tensor, bool)"/>
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}

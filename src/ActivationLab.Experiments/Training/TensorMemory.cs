using System.Buffers;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>The bytes of a contiguous tensor on the host as memory, without a copy: valid while the tensor is.</summary>
internal sealed class TensorMemory(Tensor tensor) : MemoryManager<byte>
{
    /// <inheritdoc/>
    public override Span<byte> GetSpan() => tensor.bytes;

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("write the span of a tensor, not its memory");

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The tensor is its owner's.
    }
}

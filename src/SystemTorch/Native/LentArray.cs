using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>An array whose memory tensors use, held in its place until none does any more.</summary>
internal static unsafe class LentArray
{
    /// <summary>A tensor of one dimension over elements of an array.</summary>
    /// <param name="array">An array of numbers of the type.</param>
    /// <param name="type">Their type.</param>
    /// <param name="offset">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <returns>Handle of the tensor.</returns>
    internal static long Lend(Array array, ScalarType type, long offset, long count)
    {
        var pinned = GCHandle.Alloc(array, GCHandleType.Pinned);
        var first = (byte*)pinned.AddrOfPinnedObject() + (offset * Buffer.ByteLength(array) / array.Length);
        return NativeMethods.CheckHandle(NativeMethods.st_tensor_over(first, count, (int)type, GCHandle.ToIntPtr(pinned), &Release));
    }

    [UnmanagedCallersOnly]
    private static void Release(nint owner) => GCHandle.FromIntPtr(owner).Free();
}

using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ActivationLab.Models;

/// <summary>Reads tensors back to the host. Waits for the device: never inside a training step.</summary>
public static class TensorValues
{
    /// <summary>All elements in row-major order, as doubles.</summary>
    public static double[] ToDoubles(this Tensor tensor) => tensor.To<double>(ScalarType.Float64);

    /// <summary>All elements in row-major order, as 64-bit integers.</summary>
    public static long[] ToLongs(this Tensor tensor) => tensor.To<long>(ScalarType.Int64);

    private static T[] To<T>(this Tensor tensor, ScalarType type) where T : unmanaged
    {
        using var scope = NewDisposeScope();
        var host = tensor.detach().to(type).cpu().contiguous();
        return MemoryMarshal.Cast<byte, T>(host.bytes).ToArray();
    }
}

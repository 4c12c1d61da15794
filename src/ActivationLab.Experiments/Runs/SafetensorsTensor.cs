namespace ActivationLab.Experiments.Runs;

/// <summary>One tensor of a <see cref="SafetensorsFile"/>.</summary>
/// <param name="Name">Its name, as PyTorch's (<c>features.0.weight</c>).</param>
/// <param name="Dtype">Its element type in the format's spelling: <c>F32</c>, <c>F64</c>, <c>I64</c>, <c>U8</c> …</param>
/// <param name="Shape">Its sizes; empty for a scalar.</param>
/// <param name="Data">Its elements, little-endian, the last dimension contiguous.</param>
public sealed record SafetensorsTensor(string Name, string Dtype, long[] Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Bytes of an element, or 0 for an element type that the format does not have.</summary>
    internal static int ElementSize(string dtype) => dtype switch
    {
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
        "U16" or "I16" or "F16" or "BF16" => 2,
        "U32" or "I32" or "F32" => 4,
        "U64" or "I64" or "F64" => 8,
        _ => 0,
    };

    /// <summary>Bytes that a tensor takes, or null if its sizes are negative or their product too large.</summary>
    internal static long? ByteCount(string dtype, ReadOnlySpan<long> shape)
    {
        Int128 count = ElementSize(dtype);
        foreach (var size in shape)
        {
            if (size < 0)
                return null;
            count *= size;
            if (count > long.MaxValue)
                return null;
        }
        return (long)count;
    }
}

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Types of a tensor's elements, numbered as in libtorch.</summary>
    public enum ScalarType : sbyte
    {
        /// <summary>Unsigned, 8 bits.</summary>
        Byte = 0,

        /// <summary>Signed, 8 bits.</summary>
        Int8 = 1,

        /// <summary>Signed, 16 bits.</summary>
        Int16 = 2,

        /// <summary>Signed, 32 bits.</summary>
        Int32 = 3,

        /// <summary>Signed, 64 bits.</summary>
        Int64 = 4,

        /// <summary>IEEE half precision.</summary>
        Float16 = 5,

        /// <summary>IEEE single precision.</summary>
        Float32 = 6,

        /// <summary>IEEE double precision.</summary>
        Float64 = 7,

        /// <summary>True or false, 8 bits.</summary>
        Bool = 11,

        /// <summary>Single precision's exponent, 8 bits of mantissa.</summary>
        BFloat16 = 15,
    }

    /// <summary>Unsigned, 8 bits.</summary>
    public static ScalarType uint8 = ScalarType.Byte;

    /// <summary>Signed, 64 bits.</summary>
    public static ScalarType int64 = ScalarType.Int64;

    /// <summary>Single precision.</summary>
    public static ScalarType float32 = ScalarType.Float32;

    /// <summary>Double precision.</summary>
    public static ScalarType float64 = ScalarType.Float64;
}

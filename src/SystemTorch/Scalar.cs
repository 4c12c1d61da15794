using TorchSharp.Native;

namespace TorchSharp;

/// <summary>A number that goes with a tensor into an operator and takes part in type promotion as a scalar.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(Argument.Tag tag, long bits)
    {
        Tag = tag;
        Bits = bits;
    }

    internal Argument.Tag Tag { get; }

    internal long Bits { get; }

    /// <summary>The type of the number: Int64, Float64 or Bool.</summary>
    public torch.ScalarType Type => Tag switch
    {
        Argument.Tag.Int => torch.ScalarType.Int64,
        Argument.Tag.Bool => torch.ScalarType.Bool,
        _ => torch.ScalarType.Float64,
    };

    /// <summary>A scalar from a byte.</summary>
    public static implicit operator Scalar(byte value) => new(Argument.Tag.Int, value);

    /// <summary>A scalar from an int.</summary>
    public static implicit operator Scalar(int value) => new(Argument.Tag.Int, value);

    /// <summary>A scalar from a long.</summary>
    public static implicit operator Scalar(long value) => new(Argument.Tag.Int, value);

    /// <summary>A scalar from a float.</summary>
    public static implicit operator Scalar(float value) => new(Argument.Tag.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A scalar from a double.</summary>
    public static implicit operator Scalar(double value) => new(Argument.Tag.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A scalar from a bool.</summary>
    public static implicit operator Scalar(bool value) => new(Argument.Tag.Bool, value ? 1 : 0);

    /// <summary>Does nothing here: the number is held by value. (TorchSharp's holds it natively.)</summary>
    public void Dispose()
    {
    }
}

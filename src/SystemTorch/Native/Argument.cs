using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>One argument of an operator: anything that libtorch's schemas know, by implicit conversion.</summary>
internal readonly struct Argument
{
    // The tags of the stream that native/call.cpp reads.
    internal enum Tag : long
    {
        None = 0,
        Tensor = 1,
        Int = 2,
        Double = 3,
        Bool = 4,
        IntList = 5,
        TensorList = 6,
        ScalarType = 7,
        Device = 8,
        String = 9,
        Generator = 10,
        DoubleList = 11,
    }

    private readonly Tag _tag;
    private readonly long _bits;
    private readonly object? _reference;

    private Argument(Tag tag, long bits = 0, object? reference = null)
    {
        _tag = tag;
        _bits = bits;
        _reference = reference;
    }

    internal static Argument None => default;

    public static implicit operator Argument(Tensor? tensor) => tensor is null ? None : new(Tag.Tensor, 0, tensor);

    public static implicit operator Argument(long value) => new(Tag.Int, value);

    public static implicit operator Argument(long? value) => value is { } given ? given : None;

    public static implicit operator Argument(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(double? value) => value is { } given ? given : None;

    public static implicit operator Argument(bool value) => new(Tag.Bool, value ? 1 : 0);

    public static implicit operator Argument(Scalar? scalar) => scalar is null ? None : new(scalar.Tag, scalar.Bits);

    public static implicit operator Argument(long[]? values) => values is null ? None : new(Tag.IntList, 0, values);

    public static implicit operator Argument(double[]? values) => values is null ? None : new(Tag.DoubleList, 0, values);

    public static implicit operator Argument(Tensor?[]? tensors) => tensors is null ? None : new(Tag.TensorList, 0, tensors);

    public static implicit operator Argument(HandleList tensors) => new(Tag.TensorList, 0, tensors);

    public static implicit operator Argument(ScalarType type) => new(Tag.ScalarType, (long)type);

    public static implicit operator Argument(ScalarType? type) => type is { } given ? given : None;

    public static implicit operator Argument(Device? device) => device is null ? None : new(Tag.Device, 0, device);

    public static implicit operator Argument(string? text) => text is null ? None : new(Tag.String, 0, text);

    public static implicit operator Argument(Generator? generator) => generator is null ? None : new(Tag.Generator, 0, generator);

    /// <summary>How many words the argument takes in the stream, at most.</summary>
    internal int Words => _tag switch
    {
        Tag.None => 1,
        Tag.TensorList when _reference is HandleList list => list.Words.Length,
        Tag.IntList or Tag.DoubleList or Tag.TensorList => 2 + ((Array)_reference!).Length,
        Tag.Device => 3,
        Tag.String => 3 + ((string)_reference!).Length * 3 / 8,
        _ => 2,
    };

    /// <summary>Writes the argument to the stream and returns the words it took.</summary>
    internal int Write(Span<long> words)
    {
        words[0] = (long)_tag;
        switch (_tag)
        {
            case Tag.None:
                return 1;
            case Tag.Tensor:
                words[1] = ((Tensor)_reference!).LiveHandle;
                return 2;
            case Tag.Generator:
                words[1] = ((Generator)_reference!).LiveHandle;
                return 2;
            case Tag.Device:
                var device = (Device)_reference!;
                words[1] = (long)device.type;
                words[2] = device.index;
                return 3;
            case Tag.IntList:
                var integers = (long[])_reference!;
                words[1] = integers.Length;
                integers.CopyTo(words[2..]);
                return 2 + integers.Length;
            case Tag.DoubleList:
                var reals = (double[])_reference!;
                words[1] = reals.Length;
                for (var i = 0; i < reals.Length; i++)
                    words[2 + i] = BitConverter.DoubleToInt64Bits(reals[i]);
                return 2 + reals.Length;
            case Tag.TensorList when _reference is HandleList list:
                list.Words.CopyTo(words);
                return list.Words.Length;
            case Tag.TensorList:
                var tensors = (Tensor?[])_reference!;
                words[1] = tensors.Length;
                for (var i = 0; i < tensors.Length; i++)
                    words[2 + i] = tensors[i]?.LiveHandle ?? 0;
                return 2 + tensors.Length;
            case Tag.String:
                return WriteText((string)_reference!, words);
            default:
                words[1] = _bits;
                return 2;
        }
    }

    private static int WriteText(string text, Span<long> words)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        words[1] = bytes.Length;
        bytes.CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words[2..]));
        return 2 + (bytes.Length + 7) / 8;
    }
}

using System.Runtime.InteropServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor whose elements are not set.</summary>
    public static Tensor empty(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Op.empty.Call(size, dtype, Argument.None, device), requires_grad, names);

    /// <summary>A tensor of zeros.</summary>
    public static Tensor zeros(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(size, 0.0, dtype ?? ScalarType.Float32, device, requires_grad, names);

    /// <summary>A vector of zeros.</summary>
    public static Tensor zeros(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros([size], dtype, device, requires_grad, names);

    /// <summary>A matrix of zeros.</summary>
    public static Tensor zeros(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros([rows, columns], dtype, device, requires_grad, names);

    /// <summary>A tensor of ones.</summary>
    public static Tensor ones(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full(size, 1.0, dtype ?? ScalarType.Float32, device, requires_grad, names);

    /// <summary>A vector of ones.</summary>
    public static Tensor ones(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones([size], dtype, device, requires_grad, names);

    /// <summary>A tensor of one number; its type is the number's unless one is given.</summary>
    public static Tensor full(
        long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Op.full.Call(size, value, dtype, Argument.None, device), requires_grad, names);

    /// <summary>A tensor of zeros in the shape of another.</summary>
    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Op.zeros_like.Call(input, dtype, Argument.None, device), requires_grad, names);

    /// <summary>A tensor of ones in the shape of another.</summary>
    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Op.ones_like.Call(input, dtype, Argument.None, device), requires_grad, names);

    /// <summary>A tensor in the shape of another whose elements are not set.</summary>
    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Made(Op.empty_like.Call(input, dtype, Argument.None, device), requires_grad, names);

    /// <summary>Uniform draws from [0, 1) in the shape of another tensor.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Op.rand_like.Call(input, dtype, Argument.None, device), requires_grad, null);

    /// <summary>Draws from the standard normal distribution in the shape of another tensor.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Op.randn_like.Call(input, dtype, Argument.None, device), requires_grad, null);

    /// <summary>0, 1, … up to but without <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>start, start + step, … up to but without <paramref name="stop"/>.</summary>
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Op.arange.Call(start, stop, step, dtype, Argument.None, device), requires_grad, null);

    /// <summary>Draws from the standard normal distribution.</summary>
    public static Tensor randn(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null,
        string[]? names = null) =>
        Made(Op.randn.Call(size, generator, dtype, Argument.None, device), requires_grad, names);

    /// <summary>Draws from the standard normal distribution.</summary>
    public static Tensor randn(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null,
        string[]? names = null) =>
        randn([rows, columns], dtype, device, requires_grad, generator, names);

    /// <summary>Uniform draws from [0, 1).</summary>
    public static Tensor rand(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null,
        string[]? names = null) =>
        Made(Op.rand.Call(size, generator, dtype, Argument.None, device), requires_grad, names);

    /// <summary>The numbers 0 to n - 1 in random order, as 64-bit integers.</summary>
    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Made(Op.randperm.Call(n, generator, dtype ?? ScalarType.Int64, Argument.None, device), requires_grad, null);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(
        float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        From<float>(rawArray, [rawArray.Length], ScalarType.Float32, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in a shape.</summary>
    public static Tensor tensor(
        float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        From<float>(rawArray, dimensions, ScalarType.Float32, dtype, device, requires_grad, names);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(
        double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        From<double>(rawArray, [rawArray.Length], ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in a shape.</summary>
    public static Tensor tensor(
        double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        From<double>(rawArray, dimensions, ScalarType.Float64, dtype, device, requires_grad, names);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(
        long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        From<long>(dataArray, [dataArray.Length], ScalarType.Int64, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in a shape.</summary>
    public static Tensor tensor(
        long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        From<long>(dataArray, dimensions, ScalarType.Int64, dtype, device, requires_grad, names);

    /// <summary>A copy of the array.</summary>
    public static Tensor tensor(
        byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        From<byte>(rawArray, [rawArray.Length], ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A copy of the array in a shape.</summary>
    public static Tensor tensor(
        byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        From<byte>(rawArray, dimensions, ScalarType.Byte, dtype, device, requires_grad, names);

    /// <summary>A tensor of no dimension with one number.</summary>
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        full([], scalar, ScalarType.Float32, device, requires_grad);

    /// <summary>A tensor of no dimension with one number.</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        full([], scalar, dtype ?? ScalarType.Float64, device, requires_grad);

    /// <summary>A tensor of no dimension with one number.</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        full([], scalar, dtype ?? ScalarType.Int64, device, requires_grad);

    /// <summary>A tensor of one dimension over the array itself, not a copy, if the types are the same: what is written to one is in the other.</summary>
    /// <param name="rawArray">An array of numbers, of one dimension.</param>
    /// <param name="dtype">Type of the tensor.</param>
    /// <param name="count">How many elements; -1 for all from <paramref name="offset"/> on.</param>
    /// <param name="offset">The first element.</param>
    /// <param name="requires_grad">Whether its gradient is wanted.</param>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        if (offset < 0 || offset >= rawArray.LongLength)
            throw new ArgumentException($"invalid value for 'offset': {offset}");
        var rest = rawArray.LongLength - offset;
        if (count == -1)
            count = rest;
        if (count < 1 || count > rest)
            throw new ArgumentException($"invalid value for 'count': {count}");
        var own = rawArray switch
        {
            byte[] => ScalarType.Byte,
            short[] => ScalarType.Int16,
            int[] => ScalarType.Int32,
            long[] => ScalarType.Int64,
            float[] => ScalarType.Float32,
            double[] => ScalarType.Float64,
            _ => throw new NotSupportedException($"{rawArray.GetType()} is not an array of numbers that this provider lends"),
        };
        var made = Tensor.Wrap(LentArray.Lend(rawArray, own, offset, count));
        return Made(dtype == own ? made : made.to_type(dtype, disposeAfter: true), requires_grad, null);
    }

    /// <summary>Joins tensors along a dimension that they have.</summary>
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Op.cat.Call(tensors, dim);

    /// <summary>Joins tensors along a new dimension.</summary>
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Op.stack.Call(tensors.ToArray(), dim);

    /// <summary>x where the condition is true, y elsewhere.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Op.where.Call(condition, x, y);

    private static unsafe Tensor From<T>(
        ReadOnlySpan<T> data, ReadOnlySpan<long> shape, ScalarType type, ScalarType? dtype, Device? device, bool requires_grad,
        string[]? names) where T : unmanaged
    {
        long handle;
        var bytes = MemoryMarshal.AsBytes(data);
        fixed (byte* first = bytes)
        fixed (long* firstLength = shape)
            handle = NativeMethods.CheckHandle(NativeMethods.st_tensor_from(first, bytes.Length, (int)type, firstLength, shape.Length));
        var made = Tensor.Wrap(handle);
        if (dtype is { } wanted && wanted != type)
            made = made.to_type(wanted, disposeAfter: true);
        if (device is not null && device.type != DeviceType.CPU)
            made = made.to(device, disposeAfter: true);
        return Made(made, requires_grad, names);
    }

    private static Tensor Made(Tensor tensor, bool requires_grad, string[]? names)
    {
        if (names is not null)
            throw new NotSupportedException("named dimensions are not supported by this provider");
        return requires_grad ? tensor.requires_grad_() : tensor;
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>An operator, found by its schema name at its first call (<c>aten::add</c>, overload <c>Tensor</c>).</summary>
/// <param name="name">Its name in libtorch's namespace <c>aten</c>, or in another with that before it.</param>
/// <param name="overload">Its overload.</param>
internal sealed class Operator(string name, string overload = "")
{
    // Enough for the results of every operator here but lists of tensors.
    private const int ResultWords = 16;

    // Streams up to this length live on the stack.
    private const int StackWords = 128;

    private long _handle = -1;

    private long Handle => _handle >= 0 ? _handle : Find();

    // Two threads may both find it; they get equal operators.
    private long Find() => _handle = NativeMethods.Check(NativeMethods.st_operator(name.Contains("::") ? name : "aten::" + name, overload));

    /// <summary>Calls it and returns its first result, a tensor.</summary>
    internal Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        Span<long> results = stackalloc long[ResultWords];
        Invoke(arguments, results);
        return Tensor.Wrap(results[1]);
    }

    /// <summary>Calls it and returns its first two results, tensors.</summary>
    internal (Tensor, Tensor) CallPair(params ReadOnlySpan<Argument> arguments)
    {
        Span<long> results = stackalloc long[ResultWords];
        Invoke(arguments, results);
        return (Tensor.Wrap(results[1]), Tensor.Wrap(results[3]));
    }

    /// <summary>Calls it and returns its result, a list of tensors of a length that is known before.</summary>
    internal Tensor[] CallList(int length, params ReadOnlySpan<Argument> arguments)
    {
        var results = new long[2 + length];
        Invoke(arguments, results);
        var tensors = new Tensor[results[1]];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = Tensor.Wrap(results[2 + i]);
        return tensors;
    }

    /// <summary>Calls it and returns its result, a bool.</summary>
    internal bool CallBool(params ReadOnlySpan<Argument> arguments)
    {
        Span<long> results = stackalloc long[ResultWords];
        Invoke(arguments, results);
        return results[1] != 0;
    }

    /// <summary>Calls it and leaves the words of its results.</summary>
    internal void CallInto(long[] results, params ReadOnlySpan<Argument> arguments) => Invoke(arguments, results);

    /// <summary>Calls it for what it does to its arguments.</summary>
    internal void Run(params ReadOnlySpan<Argument> arguments) => Invoke(arguments, []);

    [SkipLocalsInit]
    private unsafe void Invoke(ReadOnlySpan<Argument> arguments, Span<long> results)
    {
        var room = 0;
        foreach (ref readonly var argument in arguments)
            room += argument.Words;

        long[]? rented = null;
        Span<long> words = room <= StackWords ? stackalloc long[StackWords] : rented = ArrayPool<long>.Shared.Rent(room);
        var used = 0;
        foreach (ref readonly var argument in arguments)
            used += argument.Write(words[used..]);

        long written;
        fixed (long* first = words, firstResult = results)
            written = NativeMethods.st_call(Handle, first, used, firstResult, results.Length);
        if (rented is not null)
            ArrayPool<long>.Shared.Return(rented);
        if (written < 0)
            throw NativeMethods.LastError();
    }
}

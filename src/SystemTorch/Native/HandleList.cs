namespace TorchSharp.Native;

/// <summary>
/// A list of native tensors without a .NET object for each, for operators on many tensors at once. It keeps its words as the argument stream
/// does (tag, count, handles), so it is an argument and takes a result as it is.
/// </summary>
internal sealed class HandleList(int capacity)
{
    private const int Header = 2;

    private readonly long[] _words = new long[Header + capacity];

    internal int Count { get; private set; }

    internal Span<long> Handles => _words.AsSpan(Header, Count);

    /// <summary>The list in the stream's form.</summary>
    internal ReadOnlySpan<long> Words
    {
        get
        {
            _words[0] = (long)Argument.Tag.TensorList;
            _words[1] = Count;
            return _words.AsSpan(0, Header + Count);
        }
    }

    internal void Add(long handle) => _words[Header + Count++] = handle;

    /// <summary>Forgets the handles, whose tensors belong to others.</summary>
    internal void Clear() => Count = 0;

    /// <summary>Frees the tensors.</summary>
    internal unsafe void Free()
    {
        fixed (long* first = Handles)
            _ = NativeMethods.st_tensors_free(first, Count);
        Count = 0;
    }

    /// <summary>Takes over the gradients of tensors: handle 0 where there is none.</summary>
    internal unsafe void TakeGradients(ReadOnlySpan<long> tensors)
    {
        fixed (long* first = tensors, grads = _words.AsSpan(Header))
            NativeMethods.Check(NativeMethods.st_tensors_grad(first, tensors.Length, grads));
        Count = tensors.Length;
    }

    /// <summary>Takes over the tensors that an operator returns as its only result.</summary>
    internal void Take(Operator op, params ReadOnlySpan<Argument> arguments)
    {
        op.CallInto(_words, arguments);
        Count = (int)_words[1];
    }
}

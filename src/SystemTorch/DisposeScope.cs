using TorchSharp.Native;

namespace TorchSharp;

/// <summary>
/// Tensors made while a scope is the innermost one of its thread belong to it, and are disposed with it unless moved or detached before.
/// Made by <see cref="torch.NewDisposeScope"/>.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private const int FreedAtOnce = 64;

    private readonly DisposeScopeManager _manager;

    // The tensors are links of a chain, the latest first: a step makes and frees many, and a set would need memory for each.
    private torch.Tensor? _latest;
    private bool _disposed;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        Outer = outer;
    }

    internal DisposeScope? Outer { get; }

    /// <summary>How many tensors the scope holds.</summary>
    public int DisposablesCount { get; private set; }

    /// <summary>Whether the scope holds the tensor.</summary>
    public bool Contains(IDisposable disposable) => disposable is torch.Tensor tensor && tensor.IsIn(this);

    /// <summary>Lets a tensor of this scope outlive every scope; its owner disposes it.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (disposable is torch.Tensor tensor && tensor.IsIn(this))
            tensor.MoveTo(null);
        return disposable;
    }

    /// <summary>Hands a tensor of this scope to the scope around this one, or to nobody if there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (disposable is torch.Tensor tensor && tensor.IsIn(this))
            tensor.MoveTo(Outer);
        return disposable;
    }

    /// <summary>Hands a tensor of any scope, or of none, to this one.</summary>
    public void Attach(IDisposable disposable)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (disposable is torch.Tensor tensor)
            tensor.AttachTo(this);
    }

    /// <summary>Disposes all tensors of the scope now; the scope stays open.</summary>
    public void DisposeEverything()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        DisposeTensors();
    }

    /// <summary>Disposes all tensors of the scope but the given one, which stays in it.</summary>
    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var kept = keep is torch.Tensor tensor && tensor.IsIn(this) ? tensor : null;
        if (kept is not null)
            Remove(kept);
        DisposeTensors();
        if (kept is not null)
            Add(kept);
        return keep;
    }

    /// <summary>Disposes all tensors of the scope and makes the scope around it the innermost one.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _manager.Close(this);
        DisposeTensors();
    }

    internal void Add(torch.Tensor tensor)
    {
        tensor.Earlier = _latest;
        if (_latest is not null)
            _latest.Later = tensor;
        _latest = tensor;
        DisposablesCount++;
    }

    internal void Remove(torch.Tensor tensor)
    {
        if (tensor.Earlier is { } earlier)
            earlier.Later = tensor.Later;
        if (tensor.Later is { } later)
            later.Earlier = tensor.Earlier;
        else
            _latest = tensor.Earlier;
        (tensor.Earlier, tensor.Later) = (null, null);
        DisposablesCount--;
    }

    private unsafe void DisposeTensors()
    {
        var handles = stackalloc long[FreedAtOnce];
        while (_latest is not null)
        {
            var count = 0;
            while (count < FreedAtOnce && _latest is { } tensor)
            {
                Remove(tensor);
                handles[count++] = tensor.LeaveScope();
            }
            _ = NativeMethods.st_tensors_free(handles, count);
        }
    }
}

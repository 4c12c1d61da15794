namespace TorchSharp;

/// <summary>
/// Tensors made while a scope is the innermost one of its thread belong to it, and are disposed with it unless moved or detached before.
/// Made by <see cref="torch.NewDisposeScope"/>.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly HashSet<torch.Tensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly DisposeScopeManager _manager;
    private bool _disposed;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        Outer = outer;
    }

    internal DisposeScope? Outer { get; }

    /// <summary>How many tensors the scope holds.</summary>
    public int DisposablesCount => _tensors.Count;

    /// <summary>Whether the scope holds the tensor.</summary>
    public bool Contains(IDisposable disposable) => disposable is torch.Tensor tensor && _tensors.Contains(tensor);

    /// <summary>Lets a tensor of this scope outlive every scope; its owner disposes it.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (disposable is torch.Tensor tensor && _tensors.Contains(tensor))
            tensor.MoveTo(null);
        return disposable;
    }

    /// <summary>Hands a tensor of this scope to the scope around this one, or to nobody if there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (disposable is torch.Tensor tensor && _tensors.Contains(tensor))
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
        var kept = keep as torch.Tensor;
        foreach (var tensor in _tensors)
            if (!ReferenceEquals(tensor, kept))
                tensor.DisposeInScope();
        _tensors.RemoveWhere(tensor => !ReferenceEquals(tensor, kept));
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

    internal void Add(torch.Tensor tensor) => _tensors.Add(tensor);

    internal void Remove(torch.Tensor tensor) => _tensors.Remove(tensor);

    private void DisposeTensors()
    {
        foreach (var tensor in _tensors)
            tensor.DisposeInScope();
        _tensors.Clear();
    }
}

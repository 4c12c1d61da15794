namespace TorchSharp;

/// <summary>Keeps the open scopes of each thread, and counts what became of the thread's tensors.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? t_manager;

    private DisposeScope? _innermost;

    /// <summary>The counts of the calling thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current.ThreadStatistics;

    internal static DisposeScopeManager Current => t_manager ??= new DisposeScopeManager();

    internal DisposeScope? Innermost => _innermost;

    private ThreadDisposeScopeStatistics ThreadStatistics { get; } = new();

    internal DisposeScope Open() => _innermost = new DisposeScope(this, _innermost);

    // Scopes are closed from the inside out; closing an outer one closes those inside it, whose tensors it must not leak.
    internal void Close(DisposeScope scope)
    {
        if (!IsOpen(scope))
            return;
        while (_innermost is { } inner && !ReferenceEquals(inner, scope))
        {
            _innermost = inner.Outer;
            inner.Dispose();
        }
        _innermost = scope.Outer;
    }

    private bool IsOpen(DisposeScope scope)
    {
        for (var open = _innermost; open is not null; open = open.Outer)
            if (ReferenceEquals(open, scope))
                return true;
        return false;
    }
}

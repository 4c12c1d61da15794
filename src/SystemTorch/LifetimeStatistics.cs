namespace TorchSharp;

/// <summary>Counts of one kind of disposable on one thread.</summary>
public class LifetimeStatistics
{
    /// <summary>Made in a scope.</summary>
    public long CreatedInScopeCount { get; internal set; }

    /// <summary>Made outside all scopes.</summary>
    public long CreatedOutsideScopeCount { get; internal set; }

    /// <summary>Disposed while in a scope.</summary>
    public long DisposedInScopeCount { get; internal set; }

    /// <summary>Disposed while in no scope.</summary>
    public long DisposedOutsideScopeCount { get; internal set; }

    /// <summary>Detached from a scope.</summary>
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Attached to a scope after being made.</summary>
    public long AttachedToScopeCount { get; internal set; }

    /// <summary>Made and not disposed.</summary>
    public long ThreadTotalLiveCount =>
        CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

    /// <summary>Sets all counts to 0.</summary>
    public void Reset()
    {
        CreatedInScopeCount = CreatedOutsideScopeCount = DisposedInScopeCount = DisposedOutsideScopeCount = 0;
        DetachedFromScopeCount = AttachedToScopeCount = 0;
    }
}

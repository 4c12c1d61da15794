namespace ActivationLab.Experiments.Runs;

/// <summary>
/// Shows to other processes, and on other machines of a shared file system, that the holder of a lock lives: every ten seconds it touches the
/// file that names the holder. Nobody needs to ask for the lock, which might then be refused to somebody who begins just now.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>From one beat to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>After so long without a beat the process counts as dead: several beats may come late on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly FileLock _held;
    private readonly ITimer _timer;
    private bool _ended;

    /// <summary>Begins to beat.</summary>
    /// <param name="held">The lock, which must be held until this is disposed of.</param>
    /// <param name="time">Says when to beat.</param>
    public Heartbeat(FileLock held, TimeProvider time)
    {
        _held = held;
        _timer = time.CreateTimer(_ => Beat(), state: null, Interval, Interval);
    }

    /// <summary>Whether the holder of a lock has shown within <see cref="Patience"/> that it lives.</summary>
    /// <param name="lockFile">The lock's path.</param>
    /// <param name="now">The present time.</param>
    public static bool IsBeating(string lockFile, DateTimeOffset now) =>
        FileLock.LastSign(lockFile) is { } sign && now - sign < Patience;

    /// <summary>Ends. No beat follows.</summary>
    public void Dispose()
    {
        lock (_gate)
            _ended = true;
        _timer.Dispose();
    }

    private void Beat()
    {
        lock (_gate)
        {
            if (!_ended)
                _held.ShowSign();
        }
    }
}

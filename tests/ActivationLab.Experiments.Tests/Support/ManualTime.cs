namespace ActivationLab.Experiments.Tests.Support;

/// <summary>A clock whose timers fire when the test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];

    /// <summary>Periods of the timers that were not disposed of.</summary>
    public IReadOnlyList<TimeSpan> Periods => [.. _timers.Where(timer => !timer.IsDisposed).Select(timer => timer.Period)];

    private long _now;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => _now;

    /// <summary>Lets time go by, without firing timers.</summary>
    public void Advance(double seconds) => _now += (long)Math.Round(seconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Fires every timer once, even one that was disposed of: its last call may be on its way.</summary>
    public void Fire() => _timers.ForEach(timer => timer.Callback());

    private sealed record ManualTimer(Action Callback, TimeSpan Period) : ITimer
    {
        public bool IsDisposed { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => IsDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

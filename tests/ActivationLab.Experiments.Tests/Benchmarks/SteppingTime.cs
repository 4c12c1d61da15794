namespace ActivationLab.Experiments.Tests.Benchmarks;

/// <summary>A clock that moves a millisecond at each look at it, and as far as a test says.</summary>
internal sealed class SteppingTime : TimeProvider
{
    private long _milliseconds;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => _milliseconds++;

    public void Pass(int milliseconds) => _milliseconds += milliseconds;
}

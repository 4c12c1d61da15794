using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>A clock of the work on a device: a GPU works on after a call has returned, so the time is read when it has done all it was given.</summary>
internal sealed class DeviceClock(Device device, TimeProvider time)
{
    private readonly bool _waits = device.type == DeviceType.CUDA;

    /// <summary>Whether reading it changes nothing about the work, as nothing is waited for.</summary>
    public bool IsFree => !_waits;

    /// <summary>Now, when the device has nothing left to do.</summary>
    public long Read()
    {
        if (_waits)
            cuda.synchronize(device);
        return time.GetTimestamp();
    }

    /// <summary>Seconds between two readings.</summary>
    public double Seconds(long start, long end) => time.GetElapsedTime(start, end).TotalSeconds;
}

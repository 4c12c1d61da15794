using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>
/// Times a pass of one module in training mode. Each call has a copy of the pre-activations that was made just before, outside of the time, as
/// the layer before it would have: so a module may write over it, and finds it in the caches as far as it fits there.
/// </summary>
internal sealed class ModuleTimer : IDisposable
{
    // On a GPU many calls are timed as one, since waiting for each would take longer than it; their copies must fit beside each other.
    private const int MostGpuCalls = 64;
    private const double GpuBytes = 1 << 30;

    private readonly Module<Tensor, Tensor> _module;
    private readonly Tensor _z;
    private readonly Tensor _gradient;
    private readonly BenchPass _pass;
    private readonly DeviceClock _clock;
    private readonly Tensor[] _inputs;
    private readonly int _callsAtOnce;

    /// <summary>Takes over a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="z">Pre-activations, a leaf that requires a gradient.</param>
    /// <param name="gradient">The gradient of the loss by the output, of the same shape and layout.</param>
    /// <param name="pass">What to time.</param>
    /// <param name="clock">The clock of their device.</param>
    public ModuleTimer(Module<Tensor, Tensor> module, Tensor z, Tensor gradient, BenchPass pass, DeviceClock clock)
    {
        (_module, _z, _gradient, _pass, _clock) = (module, z, gradient, pass, clock);
        _module.train();
        _inputs = [z, .. module.parameters()];
        _callsAtOnce = z.device.type == DeviceType.CUDA ? (int)Math.Clamp(GpuBytes / (z.numel() * sizeof(float)), 1, MostGpuCalls) : 1;
    }

    /// <summary>Calls that take about so long together, by the fastest of the first ones.</summary>
    public int CallsFor(TimeSpan duration)
    {
        var (least, spent) = (double.PositiveInfinity, 0.0);
        for (var tries = 0; tries < 3 || spent < duration.TotalSeconds; tries++)
        {
            var seconds = Time(_callsAtOnce);
            (least, spent) = (Math.Min(least, seconds / _callsAtOnce), spent + seconds);
        }
        return (int)Math.Clamp(Math.Ceiling(duration.TotalSeconds / least), 1, int.MaxValue);
    }

    /// <summary>Seconds of a call: the median of so many, so that one that the system interrupts does not count for more than one.</summary>
    public double SecondsPerCall(int calls)
    {
        var seconds = new double[(calls + _callsAtOnce - 1) / _callsAtOnce];
        for (var turn = 0; turn < seconds.Length; turn++)
            seconds[turn] = Time(_callsAtOnce) / _callsAtOnce;
        Array.Sort(seconds);
        return (seconds[seconds.Length / 2] + seconds[(seconds.Length - 1) / 2]) / 2;
    }

    /// <summary>Frees the module.</summary>
    public void Dispose() => _module.Dispose();

    private double Time(int calls)
    {
        using var scope = NewDisposeScope();
        var fresh = new Tensor[calls];
        var outputs = new Tensor[calls];
        for (var call = 0; call < calls; call++)
        {
            fresh[call] = _z.clone(); // its gradient is the gradient of z itself
            if (_pass == BenchPass.Backward)
                outputs[call] = _module.call(fresh[call]);
        }
        var start = _clock.Read();
        for (var call = 0; call < calls; call++)
        {
            if (_pass != BenchPass.Backward)
                outputs[call] = _module.call(fresh[call]);
            if (_pass != BenchPass.Forward)
                _ = autograd.grad([outputs[call]], _inputs, [_gradient]);
        }
        return _clock.Seconds(start, _clock.Read());
    }
}

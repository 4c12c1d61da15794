using TorchSharp.Native;

namespace SystemTorch.Tests.Native;

/// <summary>Counts native tensors.</summary>
internal static class LiveTensors
{
    /// <summary>How many there are when the finalizers of all garbage have run.</summary>
    public static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return NativeMethods.st_live_tensors();
    }
}

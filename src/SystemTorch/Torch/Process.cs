using TorchSharp.Native;

namespace TorchSharp;

/// <summary>PyTorch, as TorchSharp offers it in C#: functions that make tensors, modes, devices.</summary>
public static partial class torch
{
    static torch()
    {
        NativeLoader.Load();
        // TorchSharp has no API that tells which libtorch is behind it, so what this provider knows is left where any program may look.
        AppContext.SetData("torch.build", NativeMethods.BuildInformation);
    }

    /// <summary>The version of libtorch.</summary>
    public static string __version__ => NativeMethods.Version;

    /// <summary>Threads that one operation may use.</summary>
    public static int get_num_threads() => NativeMethods.Check(NativeMethods.st_threads());

    /// <summary>Sets the threads that one operation may use.</summary>
    public static void set_num_threads(int num) => NativeMethods.Check(NativeMethods.st_set_threads(num));

    /// <summary>Threads that run operations side by side.</summary>
    public static int get_num_interop_threads() => NativeMethods.Check(NativeMethods.st_interop_threads());

    /// <summary>Sets the threads that run operations side by side; only before the first such use.</summary>
    public static void set_num_interop_threads(int num) => NativeMethods.Check(NativeMethods.st_set_interop_threads(num));

    /// <summary>GPUs.</summary>
    public static class cuda
    {
        /// <summary>Whether this libtorch has CUDA and sees a GPU.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>Whether this libtorch has cuDNN and sees a GPU.</summary>
        public static bool is_cudnn_available() => is_available() && NativeMethods.Check(NativeMethods.st_has_cudnn()) != 0;

        /// <summary>How many GPUs it sees.</summary>
        public static int device_count() => (int)NativeMethods.Check(NativeMethods.st_devices((int)DeviceType.CUDA));

        /// <summary>Waits until the GPU has done all that was asked of it.</summary>
        public static void synchronize(Device? device = null) =>
            NativeMethods.Check(NativeMethods.st_synchronize((int)DeviceType.CUDA, device?.index ?? -1));
    }
}

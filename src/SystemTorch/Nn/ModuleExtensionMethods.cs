using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moves and conversions of modules. They happen in place: parameters stay the same objects, gradients go along.</summary>
public static class ModuleExtensionMethods
{
    /// <summary>Moves all tensors to a device.</summary>
    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module =>
        (T)module.Move(device, null, non_blocking);

    /// <summary>Moves all tensors to a device.</summary>
    public static T to<T>(this T module, string device, bool non_blocking = false) where T : nn.Module =>
        (T)module.Move(new Device(device), null, non_blocking);

    /// <summary>Moves all tensors to a device.</summary>
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        (T)module.Move(new Device(deviceType, deviceIndex), null, non_blocking);

    /// <summary>Converts all floating-point tensors to a type.</summary>
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module =>
        (T)module.Move(null, type, non_blocking);

    /// <summary>Moves all tensors to a device, and converts the floating-point ones to a type.</summary>
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false) where T : nn.Module =>
        (T)module.Move(device, type, non_blocking);

    /// <summary>Moves all tensors to the host.</summary>
    public static T cpu<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(CPU, non_blocking);

    /// <summary>Moves all tensors to a GPU, by default the current one.</summary>
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        module.to(DeviceType.CUDA, deviceIndex, non_blocking);

    /// <summary>Converts all floating-point tensors to single precision.</summary>
    public static T @float<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.Float32, non_blocking);

    /// <summary>Converts all floating-point tensors to double precision.</summary>
    public static T @double<T>(this T module, bool non_blocking = false) where T : nn.Module => module.to(ScalarType.Float64, non_blocking);
}

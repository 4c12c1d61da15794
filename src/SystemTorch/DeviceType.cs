namespace TorchSharp;

/// <summary>Kinds of devices, numbered as in libtorch.</summary>
public enum DeviceType
{
    /// <summary>The host.</summary>
    CPU = 0,

    /// <summary>NVIDIA GPUs.</summary>
    CUDA = 1,

    /// <summary>No storage at all: shapes and types only.</summary>
    META = 14,
}

namespace TorchSharp;

/// <summary>What padding is made of. This provider's convolutions know <see cref="Zeros"/>.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,

    /// <summary>The input, mirrored.</summary>
    Reflect = 1,

    /// <summary>The input's edge.</summary>
    Replicate = 2,

    /// <summary>The input's other side.</summary>
    Circular = 3,

    /// <summary>A number.</summary>
    Constant = 4,
}

namespace ActivationLab.Experiments.Configuration;

/// <summary>
/// In what the matrix products and convolutions of training steps are computed. Weights, gradients as the optimizer sees them, statistics,
/// checkpoints, evaluation and measures are single precision in all of them.
/// </summary>
public enum TrainPrecision
{
    /// <summary>Single precision, of 24 bits, on every device: TensorFloat-32 is off.</summary>
    Float32,

    /// <summary>
    /// TensorFloat-32, of 11 bits, in matrix products and convolutions on an NVIDIA GPU since Ampere, also of evaluation; elsewhere single
    /// precision.
    /// </summary>
    Tf32,

    /// <summary>bfloat16, of 8 bits and the range of single precision, in everything that passes from layer to layer (Kalamkar et al. 2019, arXiv 1905.12322).</summary>
    Bf16,
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace ActivationLab.Models.Settings;

/// <summary>ELU: f(z) = z for z &gt; 0, α·(e^z - 1) otherwise (Clevert et al. 2016, arXiv 1511.07289).</summary>
[Description("ELU: exponential for negative pre-activations")]
public sealed record EluSettings : ActivationSettings
{
    /// <summary>α: minus the limit for z → -∞. Default 1.</summary>
    [Description("minus the limit for large negative pre-activations")]
    [Range(0.0, 100.0)]
    public double Alpha { get; init; } = 1;
}

/// <summary>SELU: a scaled ELU whose constants keep mean 0 and variance 1 (Klambauer et al. 2017, arXiv 1706.02515).</summary>
[Description("SELU: a scaled ELU")]
public sealed record SeluSettings : ActivationSettings;

/// <summary>GELU: f(z) = z·Φ(z), with the normal distribution function itself (Hendrycks and Gimpel 2016, arXiv 1606.08415).</summary>
[Description("GELU: weighted by the normal distribution function")]
public sealed record GeluSettings : ActivationSettings;

/// <summary>SiLU, or swish: f(z) = z·σ(z) (Elfwing et al. 2018, arXiv 1702.03118).</summary>
[Description("SiLU, or swish: weighted by the sigmoid")]
public sealed record SiluSettings : ActivationSettings;

/// <summary>Sigmoid: f(z) = 1 / (1 + e^-z).</summary>
[Description("sigmoid")]
public sealed record SigmoidSettings : ActivationSettings;

/// <summary>Hyperbolic tangent.</summary>
[Description("hyperbolic tangent")]
public sealed record TanhSettings : ActivationSettings;

/// <summary>
/// Softplus: f(z) = ln(1 + e^(β·z)) / β, a smooth ReLU (Dugas et al. 2001). Where β·z is above 20, z itself stands for it, as in PyTorch:
/// f is then too small by at most 2.1e-9 / β, f' too large by at most 2.1e-9.
/// </summary>
[Description("softplus: a smooth ReLU")]
public sealed record SoftplusSettings : ActivationSettings
{
    /// <summary>β: the larger, the nearer to ReLU. Default 1.</summary>
    [Description("sharpness: the larger, the nearer to ReLU")]
    [Range(0.01, 1000.0)]
    public double Beta { get; init; } = 1;
}

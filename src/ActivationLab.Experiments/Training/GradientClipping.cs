using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>Clips gradients by their norm over all parameters, as PyTorch's <c>clip_grad_norm_</c>, which also gives the norm back.</summary>
internal static class GradientClipping
{
    // As PyTorch: keeps the quotient finite.
    private const double Tiny = 1e-6;

    /// <summary>
    /// Scales the gradients, in place, so that their Euclidean norm as one vector is at most <paramref name="maxNorm"/>. The norm stays on a
    /// GPU: reading it back would make every step wait. A norm that is not finite makes all gradients so.
    /// </summary>
    /// <param name="parameters">Parameters; those without a gradient are passed over.</param>
    /// <param name="maxNorm">The largest norm, above 0.</param>
    public static void ClipNorm(IEnumerable<Tensor> parameters, double maxNorm)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var gradients = parameters.Select(parameter => parameter.grad).OfType<Tensor>().ToArray();
        if (gradients.Length == 0)
            return;
        var norm = linalg.vector_norm(stack(gradients.Select(gradient => linalg.vector_norm(gradient))));
        var scale = norm.add(Tiny).pow(-1).mul(maxNorm).clamp(max: 1);
        // On a CPU nothing waits, and most steps clip nothing.
        if (scale.device_type == DeviceType.CPU && scale.eq(1).item<bool>())
            return;
        foreach (var gradient in gradients)
            gradient.mul_(scale);
    }

    /// <summary>Scales each row of gradients, in place, so that its Euclidean norm is at most its own largest one.</summary>
    /// <param name="gradients">[rows, numbers].</param>
    /// <param name="maxNorms">The largest norms [rows, 1], above 0; infinite for a row that is left as it is.</param>
    public static void ClipRows(Tensor gradients, Tensor maxNorms)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var norms = linalg.vector_norm(gradients, dims: [1], keepdim: true);
        var scales = norms.add(Tiny).pow(-1).mul(maxNorms).clamp(max: 1);
        gradients.mul_(where(maxNorms.isfinite(), scales, ones_like(scales)));
    }
}

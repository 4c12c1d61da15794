using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Activations;

/// <summary>
/// The gain g of an activation for Kaiming initialisation: weights with Var[w] = g² / fan keep the second moment of the pre-activations
/// from layer to layer, as g²·E[f(z)²] = 1 for z ~ N(0, 1) (He et al. 2015, arXiv 1502.01852, eq. 8 to 10 and 15, for any f).
/// </summary>
public static class ActivationGain
{
    /// <summary>sqrt(2 / (1 + a²)): the gain of the rectifier with the negative slope a.</summary>
    public static double OfNegativeSlope(double a) => Math.Sqrt(2 / (1 + a * a));

    /// <summary>The gain of an activation, at its initial slope if it has one.</summary>
    public static double Of(ActivationSettings settings) => settings.InitialNegativeSlope is { } a
        ? OfNegativeSlope(a)
        : 1 / Math.Sqrt(ActivationFunction.Of(settings).NormalSecondMoment);
}

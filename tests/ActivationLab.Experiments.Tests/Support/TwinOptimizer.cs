using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>Optimizer settings as <c>twin.py</c> reads them.</summary>
internal static class TwinOptimizer
{
    public static object Describe(OptimizerSettings settings) => settings switch
    {
        SgdSettings sgd => new
        {
            name = "sgd",
            lr = sgd.Lr,
            momentum = sgd.Momentum,
            nesterov = sgd.Nesterov,
            weight_decay = sgd.WeightDecay,
            decay_slopes = sgd.DecaySlopes,
        },
        AdamSettings adam => Describe("adam", adam, adam.Beta1, adam.Beta2, adam.Eps),
        AdamWSettings adamW => Describe("adamw", adamW, adamW.Beta1, adamW.Beta2, adamW.Eps),
        _ => throw new ArgumentException($"the twin has no {settings.GetType().Name}", nameof(settings)),
    };

    private static object Describe(string name, OptimizerSettings settings, double beta1, double beta2, double eps) => new
    {
        name,
        lr = settings.LearningRate,
        beta1,
        beta2,
        eps,
        weight_decay = settings.WeightDecay,
        decay_slopes = settings.DecaySlopes,
    };
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>Makes the optimizer of a configuration.</summary>
public static class Optimizers
{
    /// <summary>
    /// The optimizer over all parameters of a network: in two groups, so that the slopes of PReLU are not decayed unless asked for.
    /// Every hyper-parameter is passed: TorchSharp's defaults are not always PyTorch's.
    /// </summary>
    public static optim.Optimizer Build(OptimizerSettings settings, Network network)
    {
        var slopes = network.Blueprint.SlopeNames.ToHashSet();
        var decayed = network.Parameters.Where(named => settings.DecaySlopes || !slopes.Contains(named.Key)).Select(named => named.Value);
        var kept = network.Parameters.Where(named => !settings.DecaySlopes && slopes.Contains(named.Key)).Select(named => named.Value);
        var groups = new List<(Parameter[] Parameters, double Decay)> { ([.. decayed], settings.WeightDecay) };
        if (kept.ToArray() is { Length: > 0 } undecayed)
            groups.Add((undecayed, 0));
        return settings switch
        {
            SgdSettings sgd => Sgd(sgd, groups),
            AdamSettings adam => Adam(adam, groups),
            AdamWSettings adamW => AdamW(adamW, groups),
            _ => throw new ArgumentException($"no optimizer for {settings.GetType().Name}", nameof(settings)),
        };
    }

    private static SGD Sgd(SgdSettings settings, IEnumerable<(Parameter[] Parameters, double Decay)> groups) =>
        optim.SGD(
            groups.Select(group => new SGD.ParamGroup(group.Parameters, new SGD.Options
            {
                LearningRate = settings.Lr,
                InitialLearningRate = settings.Lr,
                momentum = settings.Momentum,
                dampening = 0,
                weight_decay = group.Decay,
                nesterov = settings.Nesterov,
                maximize = false,
            })),
            settings.Lr, settings.Momentum, dampening: 0, weight_decay: 0, settings.Nesterov, maximize: false);

    private static Adam Adam(AdamSettings settings, IEnumerable<(Parameter[] Parameters, double Decay)> groups) =>
        optim.Adam(
            groups.Select(group => new Adam.ParamGroup(group.Parameters, new Adam.Options
            {
                LearningRate = settings.Lr,
                InitialLearningRate = settings.Lr,
                beta1 = settings.Beta1,
                beta2 = settings.Beta2,
                eps = settings.Eps,
                weight_decay = group.Decay,
                amsgrad = false,
                maximize = false,
            })),
            settings.Lr, settings.Beta1, settings.Beta2, settings.Eps, weight_decay: 0, amsgrad: false, maximize: false);

    private static AdamW AdamW(AdamWSettings settings, IEnumerable<(Parameter[] Parameters, double Decay)> groups) =>
        optim.AdamW(
            groups.Select(group => new AdamW.ParamGroup(group.Parameters, new AdamW.Options
            {
                LearningRate = settings.Lr,
                InitialLearningRate = settings.Lr,
                beta1 = settings.Beta1,
                beta2 = settings.Beta2,
                eps = settings.Eps,
                weight_decay = group.Decay,
                amsgrad = false,
                maximize = false,
            })),
            settings.Lr, settings.Beta1, settings.Beta2, settings.Eps, weight_decay: 0, amsgrad: false, maximize: false);
}

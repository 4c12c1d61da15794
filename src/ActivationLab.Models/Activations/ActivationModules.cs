using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models.Activations;

/// <summary>Makes the modules of activations and reads their slopes.</summary>
public static class ActivationModules
{
    /// <summary>The module of an activation, in place where <see cref="IsInPlace"/> says so.</summary>
    public static Module<Tensor, Tensor> Build(ActivationLayer layer) => layer.Settings switch
    {
        ReluSettings => ReLU(inplace: true),
        LeakyReluSettings leaky => LeakyReLU(leaky.NegativeSlope, inplace: IsInPlace(leaky)),
        PReluSettings prelu => PReLU(prelu.Per == SlopeSharing.Channel ? layer.Units : 1, prelu.Init),
        RReluSettings rrelu => new RRelu(rrelu.Lower, rrelu.Upper),
        DynamicLeakyReluSettings dynamic => new DynamicLeakyRelu(dynamic.Init, dynamic.Min, dynamic.Max),
        EluSettings elu => ELU(elu.Alpha),
        SeluSettings => SELU(),
        GeluSettings => GELU(),
        SiluSettings => SiLU(),
        SigmoidSettings => Sigmoid(),
        TanhSettings => Tanh(),
        SoftplusSettings softplus => Softplus(softplus.Beta),
        IdentitySettings => Identity(),
        _ => throw new ArgumentException($"no module for {layer.Settings.GetType().Name}", nameof(layer)),
    };

    /// <summary>
    /// Whether the module writes over its input. ReLU and LeakyReLU do, which saves a pass over memory: their backward pass needs only the
    /// output, as long as the slope is not negative.
    /// </summary>
    public static bool IsInPlace(ActivationSettings settings) => settings is ReluSettings or LeakyReluSettings { NegativeSlope: >= 0 };

    /// <summary>Lets an activation that <see cref="IsInPlace"/> leave its input as it is, or write over it again. Others never write over it.</summary>
    public static void SetInPlace(ActivationSite site, bool inPlace)
    {
        if (!IsInPlace(site.Layer.Settings))
            return;
        switch (site.Module)
        {
            case TorchSharp.Modules.ReLU relu:
                relu.inplace = inPlace;
                break;
            case TorchSharp.Modules.LeakyReLU leaky:
                leaky.inplace = inPlace;
                break;
        }
    }

    /// <summary>
    /// The negative slopes that act in evaluation now, as a vector on the host: one number unless they are learned per channel; null for an
    /// activation outside the rectifier family.
    /// </summary>
    public static double[]? NegativeSlopes(ActivationSite site) => site.Module switch
    {
        TorchSharp.Modules.PReLU prelu => prelu.weight.ToDoubles(),
        DynamicLeakyRelu dynamic => [dynamic.NegativeSlope],
        _ => site.Layer.Settings.InitialNegativeSlope is { } slope ? [slope] : null,
    };
}

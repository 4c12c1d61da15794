using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Models.Activations;

/// <summary>Makes the modules of activations and reads their slopes.</summary>
public static class ActivationModules
{
    /// <summary>
    /// The module of an activation. ReLU and LeakyReLU work in place, which saves a pass over memory; their backward pass needs only the
    /// output, as long as the slope is not negative.
    /// </summary>
    public static Module<Tensor, Tensor> Build(ActivationLayer layer) => layer.Settings switch
    {
        ReluSettings => ReLU(inplace: true),
        LeakyReluSettings leaky => LeakyReLU(leaky.NegativeSlope, inplace: leaky.NegativeSlope >= 0),
        PReluSettings prelu => PReLU(prelu.Per == SlopeSharing.Channel ? layer.Units : 1, prelu.Init),
        _ => throw new ArgumentException($"no module for {layer.Settings.GetType().Name}", nameof(layer)),
    };

    /// <summary>The negative slopes that the module has now, as a vector on the host: one number unless they are learned per channel.</summary>
    public static double[] NegativeSlopes(Module module) => module switch
    {
        TorchSharp.Modules.ReLU => [0],
        TorchSharp.Modules.LeakyReLU leaky => [leaky.negative_slope],
        TorchSharp.Modules.PReLU prelu => prelu.weight.ToDoubles(),
        _ => throw new ArgumentException($"{module.GetName()} has no negative slope", nameof(module)),
    };
}

using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>Where an activation and the ReLU beside it write their outputs: over their inputs (in place), or into new memory.</summary>
/// <param name="InPlace">Whether the activation writes in place.</param>
/// <param name="BaselineInPlace">Whether ReLU does.</param>
/// <param name="AsTrained">Whether both are the modules that the lab's networks have.</param>
public sealed record ActivationForm(bool InPlace, bool BaselineInPlace, bool AsTrained)
{
    /// <summary>The forms in which an activation is compared with ReLU: as they are trained, both into new memory, and both in place if it can.</summary>
    public static IReadOnlyList<ActivationForm> Of(ActivationSettings settings)
    {
        var trainedInPlace = ActivationModules.IsInPlace(settings);
        var forms = new List<ActivationForm> { new(trainedInPlace, true, AsTrained: true), new(false, false, AsTrained: false) };
        if (!trainedInPlace && InPlaceModule(settings) is { } module)
        {
            module.Dispose();
            forms.Add(new(true, true, AsTrained: false));
        }
        return forms;
    }

    /// <summary>The module of an activation, in place or not.</summary>
    /// <param name="settings">Which activation.</param>
    /// <param name="size">Of its inputs.</param>
    /// <param name="inPlace">Whether it writes over them.</param>
    /// <exception cref="ArgumentException">It cannot be trained in place.</exception>
    internal static Module<Tensor, Tensor> Build(ActivationSettings settings, TensorSize size, bool inPlace)
    {
        if (inPlace == ActivationModules.IsInPlace(settings))
        {
            var (height, width) = size.Map ?? (1, 1);
            return ActivationModules.Build(new ActivationLayer("activation", (int)size.Units, settings, Source: "")
            {
                Output = new ImageShape((int)size.Units, (int)height, (int)width),
            });
        }
        return settings switch
        {
            _ when inPlace => InPlaceModule(settings) ?? throw new ArgumentException($"no in-place form of {settings.GetType().Name}", nameof(settings)),
            ReluSettings => ReLU(inplace: false),
            LeakyReluSettings leaky => LeakyReLU(leaky.NegativeSlope, inplace: false),
            _ => throw new ArgumentException($"no other form of {settings.GetType().Name}", nameof(settings)),
        };
    }

    // Those whose gradient needs the output alone; the others need the input, which would be gone.
    private static Module<Tensor, Tensor>? InPlaceModule(ActivationSettings settings) => settings switch
    {
        EluSettings elu => ELU(elu.Alpha, inplace: true),
        SeluSettings => SELU(inplace: true),
        SigmoidSettings => Sigmoid(inplace: true),
        TanhSettings => Tanh(inplace: true),
        _ => null,
    };
}

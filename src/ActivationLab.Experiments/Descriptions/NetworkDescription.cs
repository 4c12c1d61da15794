using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Initialisation;

namespace ActivationLab.Experiments.Descriptions;

/// <summary>The network of an experiment in words and figures, from its blueprint alone: no images and no tensors are needed.</summary>
/// <param name="Network">What it is: <c>cnn with leaky_relu</c>.</param>
/// <param name="Data">The data set whose images it takes.</param>
/// <param name="Input">Shape of one image.</param>
/// <param name="Layers">Its layers, from the image to the logits; those of a residual block in the order body, shortcut, tail.</param>
public sealed record NetworkDescription(string Network, DatasetInfo Data, ImageShape Input, IReadOnlyList<LayerDescription> Layers)
{
    private const int BytesOfAParameter = sizeof(float);

    /// <summary>Numbers that are learned.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Bytes of the parameters in single precision. Training needs this for the gradients too, and for what its optimizer keeps.</summary>
    public long ParameterBytes => BytesOfAParameter * Parameters;

    /// <summary>Multiply-adds of the matrix products for one image in the forward pass.</summary>
    public long MultiplyAdds => Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>Floating-point operations of one image's forward pass: two for each multiply-add.</summary>
    public long ForwardFlops => 2 * MultiplyAdds;

    /// <summary>
    /// Floating-point operations of one image in a training step: three forward passes, as the gradients of the weights and those of the
    /// inputs are products of the same sizes; two of the first layer, whose input is the image and needs no gradient.
    /// </summary>
    public long TrainingFlops => 3 * ForwardFlops - 2 * (Layers.FirstOrDefault(layer => layer.MultiplyAdds > 0)?.MultiplyAdds ?? 0);

    /// <summary>Describes the network of an experiment.</summary>
    public static NetworkDescription Of(Experiment experiment)
    {
        var info = DatasetCatalog.Get(experiment.Data.Name);
        var input = info.Shape;
        var blueprint = BlueprintWriter.Write(experiment.Model, input, info.ClassNames.Count);
        var distributions = InitialDistribution.OfLayers(blueprint, experiment.Model.Init)
            .ToDictionary(pair => pair.Layer.Name, pair => pair.Distribution);
        var leaves = blueprint.Layers.SelectMany(Leaves);
        return new NetworkDescription(
            $"{SettingsName.Of(experiment.Model)} with {SettingsName.OfActivations(experiment.Model)}", info, input,
            [.. leaves.Select((leaf, index) => Describe(index + 1, leaf, distributions))]);
    }

    private static IEnumerable<(Layer Layer, string Block, string Part)> Leaves(Layer layer) => layer is ResidualLayer block
        ?
        [
            .. block.Body.Select(inner => (inner, block.Name, "body")),
            .. block.Shortcut.Select(inner => (inner, block.Name, "shortcut")),
            .. block.Tail.Select(inner => (inner, block.Name, "tail")),
        ]
        : [(layer, "", "")];

    private static LayerDescription Describe(
        int place, (Layer Layer, string Block, string Part) leaf, Dictionary<string, InitialDistribution> distributions)
    {
        var row = new LayerDescription
        {
            Layer = place,
            Module = leaf.Layer.Name,
            Block = leaf.Block,
            Part = leaf.Part,
            Kind = LayerWords.Kind(leaf.Layer),
            Description = LayerWords.Of(leaf.Layer),
            Output = LayerWords.Shape(leaf.Layer.Output),
            Parameters = leaf.Layer.Parameters,
            MultiplyAdds = leaf.Layer.MultiplyAdds,
            Formula = leaf.Layer is ActivationLayer activation ? ActivationWords.Formula(activation.Settings) : "",
        };
        return distributions.TryGetValue(leaf.Layer.Name, out var drawn)
            ? row with { Init = drawn.IsUniform ? "uniform" : "normal", InitStd = drawn.StandardDeviation }
            : row;
    }
}

using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Descriptions;
using ActivationLab.Models;
using ActivationLab.Models.Activations;
using ActivationLab.Models.Blueprints;

namespace ActivationLab.Experiments.Exports;

/// <summary>The layers of a network as JSON, with all that is needed to build it anew in another program.</summary>
internal sealed class LayerJson(Network network)
{
    // What PyTorch and TorchSharp add to a variance unless they are told otherwise, which they are not.
    private const double BatchNormEps = 1e-5;

    private readonly Dictionary<string, ActivationSite> _sites = network.Activations.ToDictionary(site => site.Layer.Name);

    /// <summary>The layers, from the image to the logits; a residual block has lists of its own.</summary>
    public JsonArray Layers => List(network.Blueprint.Layers);

    private JsonArray List(IReadOnlyList<Layer> layers) => [.. layers.Select(Of)];

    private JsonObject Of(Layer layer)
    {
        var json = new JsonObject { ["name"] = layer.Name, ["kind"] = LayerWords.Kind(layer) };
        switch (layer)
        {
            case ConvolutionLayer conv:
                Add(json, ("in_channels", conv.InChannels), ("out_channels", conv.OutChannels), ("kernel_size", conv.KernelSize),
                    ("stride", conv.Stride), ("padding", conv.Padding), ("bias", conv.Bias));
                break;
            case LinearLayer linear:
                Add(json, ("in_features", linear.InFeatures), ("out_features", linear.OutFeatures), ("bias", linear.Bias));
                break;
            case BatchNormLayer norm:
                Add(json, ("units", norm.Units), ("spatial", norm.Spatial), ("eps", BatchNormEps));
                break;
            case ActivationLayer activation:
                AddActivation(json, activation);
                break;
            case PoolLayer pool:
                Add(json, ("kernel_size", pool.KernelSize), ("stride", pool.Stride), ("ceil_mode", pool.CeilMode));
                break;
            case DropoutLayer dropout:
                Add(json, ("probability", dropout.Probability));
                break;
            case PadShortcutLayer shortcut:
                Add(json, ("stride", shortcut.Stride), ("out_channels", shortcut.OutChannels));
                break;
            case ResidualLayer block:
                Add(json, ("body", List(block.Body)), ("shortcut", List(block.Shortcut)), ("tail", List(block.Tail)));
                break;
        }
        return json;
    }

    private void AddActivation(JsonObject json, ActivationLayer layer)
    {
        Add(json, ("activation", SettingsName.Of(layer.Settings)), ("units", layer.Units), ("formula", ActivationWords.Formula(layer.Settings)));
        foreach (var (key, value) in SettingsValues.Of(layer.Settings))
        {
            json[key] = value switch
            {
                double number => number,
                Enum named => SnakeCase.Of(named),
                _ => throw new NotSupportedException($"{key}: no JSON for {value?.GetType()}"),
            };
        }
        if (ActivationModules.NegativeSlopes(_sites[layer.Name]) is { } slopes)
            json["negative_slopes"] = new JsonArray([.. slopes.Select(slope => (JsonNode)slope)]);
    }

    private static void Add(JsonObject json, params ReadOnlySpan<(string Key, JsonNode Value)> entries)
    {
        foreach (var (key, value) in entries)
            json[key] = value;
    }
}

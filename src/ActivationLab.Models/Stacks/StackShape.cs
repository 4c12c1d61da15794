using System.Globalization;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Stacks;

/// <summary>Which networks can be members of one stack.</summary>
public static class StackShape
{
    /// <summary>Why such a network can be no member of any stack, as a phrase for people; null if it can.</summary>
    public static string? Obstacle(Blueprint blueprint) => blueprint.Leaves.Select(Obstacle).FirstOrDefault(obstacle => obstacle is not null);

    /// <summary>
    /// A text that is equal for networks that may share a stack, and for no others: their layers are of the same kinds and sizes. Activations
    /// of the rectifier family count as equal, whatever their slopes and whether these are learned.
    /// </summary>
    public static string Of(Blueprint blueprint) =>
        string.Create(CultureInfo.InvariantCulture, $"{blueprint.Input} to {blueprint.Classes}: {Of(blueprint.Layers)}");

    private static string? Obstacle(Layer layer) => layer switch
    {
        DropoutLayer => "dropout draws its numbers for one network at a time",
        ActivationLayer { Settings: RReluSettings } => "rrelu draws its slopes for one network at a time",
        _ => null,
    };

    private static string Of(IEnumerable<Layer> layers) => string.Join("; ", layers.Select(Of));

    private static string Of(Layer layer) => string.Create(CultureInfo.InvariantCulture, $"{layer.Name} {Kind(layer)}");

    private static string Kind(Layer layer) => layer switch
    {
        LinearLayer linear => string.Create(CultureInfo.InvariantCulture, $"linear {linear.InFeatures} {linear.OutFeatures}{Bias(linear)}"),
        ConvolutionLayer conv => string.Create(
            CultureInfo.InvariantCulture,
            $"conv {conv.InChannels} {conv.OutChannels} kernel {conv.KernelSize} stride {conv.Stride} padding {conv.Padding}{Bias(conv)}"),
        BatchNormLayer norm => string.Create(CultureInfo.InvariantCulture, $"norm {norm.Units}{(norm.Spatial ? " spatial" : "")}"),
        ActivationLayer { Settings: RReluSettings } => "rrelu",
        ActivationLayer { Settings.IsRectifier: true } activation => string.Create(CultureInfo.InvariantCulture, $"rectifier {activation.Units}"),
        ActivationLayer activation => string.Create(CultureInfo.InvariantCulture, $"{Function(activation.Settings)} {activation.Units}"),
        PoolLayer pool => string.Create(
            CultureInfo.InvariantCulture, $"{pool.Kind} pool {pool.KernelSize} stride {pool.Stride}{(pool.CeilMode ? " ceil" : "")}"),
        GlobalAveragePoolLayer => "global average pool",
        FlattenLayer => "flatten",
        DropoutLayer dropout => string.Create(CultureInfo.InvariantCulture, $"dropout {dropout.Probability:R}"),
        PadShortcutLayer shortcut => string.Create(CultureInfo.InvariantCulture, $"pad shortcut {shortcut.Stride} {shortcut.OutChannels}"),
        ResidualLayer block => $"residual ({Of(block.Body)}) ({Of(block.Shortcut)}) ({Of(block.Tail)})",
        _ => throw new ArgumentException($"no stack of {layer.GetType().Name}", nameof(layer)),
    };

    private static string Bias(WeightLayer layer) => layer.Bias ? " bias" : "";

    private static string Function(ActivationSettings settings) => settings switch
    {
        EluSettings elu => string.Create(CultureInfo.InvariantCulture, $"elu {elu.Alpha:R}"),
        SoftplusSettings softplus => string.Create(CultureInfo.InvariantCulture, $"softplus {softplus.Beta:R}"),
        _ => settings.GetType().Name,
    };
}

using System.Globalization;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Blueprints;

namespace ActivationLab.Experiments.Descriptions;

/// <summary>Layers in a few words.</summary>
internal static class LayerWords
{
    /// <summary>The kind of a layer, in snake_case.</summary>
    public static string Kind(Layer layer) => layer switch
    {
        ConvolutionLayer => "convolution",
        LinearLayer => "linear",
        BatchNormLayer => "batch_norm",
        ActivationLayer => "activation",
        PoolLayer pool => SnakeCase.Of(pool.Kind) + "_pool",
        GlobalAveragePoolLayer => "global_average_pool",
        FlattenLayer => "flatten",
        DropoutLayer => "dropout",
        PadShortcutLayer => "pad_shortcut",
        ResidualLayer => "residual",
        _ => throw new ArgumentException($"no name for {layer.GetType().Name}", nameof(layer)),
    };

    /// <summary>What a layer does.</summary>
    public static string Of(Layer layer) => layer switch
    {
        ConvolutionLayer conv => $"convolution {Square(conv.KernelSize, conv.Stride)}, {conv.InChannels} → {conv.OutChannels} channels{Bias(conv)}",
        LinearLayer linear => $"linear, {linear.InFeatures} → {linear.OutFeatures} features{Bias(linear)}",
        BatchNormLayer norm => $"batch normalisation of {norm.Units} {(norm.Spatial ? "channels" : "features")}",
        ActivationLayer activation => ActivationWords.Of(activation.Settings),
        PoolLayer pool => $"{SnakeCase.Of(pool.Kind)} pooling {Square(pool.KernelSize, pool.Stride)}",
        GlobalAveragePoolLayer => "mean of each channel",
        FlattenLayer => "flatten",
        DropoutLayer dropout => string.Create(CultureInfo.InvariantCulture, $"dropout {dropout.Probability}"),
        PadShortcutLayer { Stride: 1 } shortcut => $"shortcut: zeros up to {shortcut.OutChannels} channels",
        PadShortcutLayer shortcut => $"shortcut: pixels / {shortcut.Stride}, zeros up to {shortcut.OutChannels} channels",
        _ => throw new ArgumentException($"no words for {layer.GetType().Name}", nameof(layer)),
    };

    /// <summary><c>32x14x14</c>, or <c>128</c> features.</summary>
    public static string Shape(ImageShape shape) => shape is { Height: 1, Width: 1 }
        ? shape.Channels.ToString(CultureInfo.InvariantCulture)
        : shape.ToString();

    private static string Square(int size, int stride) => $"{size}×{size}{(stride == 1 ? "" : $" / {stride}")}";

    private static string Bias(WeightLayer layer) => layer.Bias ? "" : ", no bias";
}

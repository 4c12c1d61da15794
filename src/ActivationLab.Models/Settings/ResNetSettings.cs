using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>
/// Residual network for small images (He et al. 2016, arXiv 1512.03385, section 4.2): a 3×3 convolution, three stages of residual blocks of
/// two 3×3 convolutions with width, 2·width and 4·width channels, global average pooling, one fully connected layer. Dropout stands before
/// that layer.
/// </summary>
[Description("residual network for small images: ResNet-20, -32, -44 …")]
public sealed record ResNetSettings : NetworkSettings
{
    /// <summary>The settings of the paper: batch normalisation before each activation.</summary>
    public ResNetSettings() => BatchNorm = BatchNormPlacement.Before;

    /// <summary>Layers with weights: 6·n + 2 for n blocks a stage. Default 20.</summary>
    [Description("layers with weights: 20, 32, 44, 56, 110 … (6·n + 2)")]
    [Range(8, 1202)]
    public int Depth { get; init; } = 20;

    /// <summary>Channels of the first stage; the others have twice and four times as many. Default 16.</summary>
    [Description("channels of the first stage")]
    [Range(1, 1024)]
    public int Width { get; init; } = 16;

    /// <summary>How the input of a block that changes the shape is brought to it. Default: padding, the paper's option A.</summary>
    [Description("shortcut where the shape changes: pad with zeros or project by a 1×1 convolution")]
    public Shortcut Shortcut { get; init; }

    /// <summary>Residual blocks in each of the three stages.</summary>
    [JsonIgnore]
    public int BlocksPerStage => (Depth - 2) / 6;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int ActivationCount => 6 * BlocksPerStage + 1;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // First: a wrong depth makes the number of activations wrong too.
        if ((Depth - 2) % 6 != 0)
            yield return new ValidationResult($"must be 6·n + 2, such as {6 * BlocksPerStage + 2} or {6 * BlocksPerStage + 8}, not {Depth}", ["depth"]);
        foreach (var result in base.Validate(validationContext))
            yield return result;
    }
}

/// <summary>The shortcut around a residual block that changes the shape (He et al. 2016, section 3.3).</summary>
public enum Shortcut
{
    /// <summary>Every second pixel, and channels of zeros: no parameters (option A).</summary>
    Pad,

    /// <summary>A 1×1 convolution with stride 2, with batch normalisation where the network has it (option B).</summary>
    Projection,
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>
/// Stages of convolutions, each convolution followed by the activation, each stage by a 2×2 pooling; then fully connected layers. Dropout
/// stands after each hidden fully connected layer.
/// </summary>
[Description("convolutional network: stages of convolutions with 2×2 pooling, then fully connected layers")]
public sealed record CnnSettings : NetworkSettings
{
    /// <summary>Output channels of the convolutions of each stage.</summary>
    [Description("output channels of each stage of convolutions")]
    [MinLength(1), MaxLength(100), Range(1, 4096)]
    public IReadOnlyList<int> Channels { get; init; } = [32, 64];

    /// <summary>Convolutions in each stage. Default 1.</summary>
    [Description("convolutions in each stage")]
    [Range(1, 20)]
    public int ConvsPerStage { get; init; } = 1;

    /// <summary>Rows and columns of the kernels; odd, so that padding keeps the size of the image. Default 3.</summary>
    [Description("rows and columns of the kernels: an odd number")]
    [Range(1, 15)]
    public int KernelSize { get; init; } = 3;

    /// <summary>What ends each stage. Default max pooling.</summary>
    [Description("2×2 pooling at the end of each stage, or none")]
    public Pooling Pooling { get; init; }

    /// <summary>Units of each hidden fully connected layer after the convolutions; may be empty.</summary>
    [Description("units of each hidden fully connected layer; may be empty")]
    [MaxLength(1000), Range(1, 65536)]
    public IReadOnlyList<int> Hidden { get; init; } = [128];

    /// <inheritdoc/>
    [JsonIgnore]
    public override int ActivationCount => Channels.Count * ConvsPerStage + Hidden.Count;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var result in base.Validate(validationContext))
            yield return result;
        if (KernelSize % 2 == 0)
            yield return new ValidationResult($"must be odd, so that padding can keep the size of the image, not {KernelSize}", ["kernel_size"]);
    }
}

/// <summary>How a stage of convolutions ends.</summary>
public enum Pooling
{
    /// <summary>The largest of each 2×2 square.</summary>
    Max,

    /// <summary>The mean of each 2×2 square.</summary>
    Average,

    /// <summary>The image keeps its size.</summary>
    None,
}

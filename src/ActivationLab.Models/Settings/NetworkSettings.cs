using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>The network to build: its shape, and the activation and initialisation under study.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(CnnSettings), "cnn")]
[JsonDerivedType(typeof(MlpSettings), "mlp")]
public abstract record NetworkSettings
{
    /// <summary>The activation after each hidden layer.</summary>
    [Description("activation after each hidden layer")]
    [JsonPropertyOrder(100)]
    public ActivationSettings Activation { get; init; } = new LeakyReluSettings();

    /// <summary>How the weights are drawn.</summary>
    [Description("how weights are drawn before training")]
    [JsonPropertyOrder(101)]
    public InitSettings Init { get; init; } = new KaimingNormalSettings();

    /// <summary>Batch normalisation between each hidden layer and its activation.</summary>
    [Description("batch normalisation before each activation")]
    [JsonPropertyOrder(98)]
    public bool BatchNorm { get; init; }

    /// <summary>Share of units zeroed after each hidden fully connected layer while training; 0 for none.</summary>
    [Description("dropout probability after each hidden fully connected layer")]
    [Range(0.0, 0.95)]
    [JsonPropertyOrder(99)]
    public double Dropout { get; init; }
}

/// <summary>Convolutions of 3×3, each followed by the activation and a 2×2 max pooling, then fully connected layers.</summary>
[Description("convolutional network: 3×3 convolutions with 2×2 max pooling, then fully connected layers")]
public sealed record CnnSettings : NetworkSettings
{
    /// <summary>Output channels of each convolution.</summary>
    [Description("output channels of each convolution")]
    [MinLength(1), MaxLength(5), Range(1, 4096)]
    public IReadOnlyList<int> Channels { get; init; } = [32, 64];

    /// <summary>Units of each hidden fully connected layer after the convolutions; may be empty.</summary>
    [Description("units of each hidden fully connected layer; may be empty")]
    [MaxLength(1000), Range(1, 65536)]
    public IReadOnlyList<int> Hidden { get; init; } = [128];
}

/// <summary>Fully connected layers over the flattened image: <c>hidden</c>, or <c>width</c> repeated <c>depth</c> times.</summary>
[Description("fully connected network: give hidden, or width and depth")]
public sealed record MlpSettings : NetworkSettings, IValidatableObject
{
    /// <summary>Units of each hidden layer; null when width or depth is given instead. Default [512, 256].</summary>
    [Description("units of each hidden layer")]
    [MinLength(1), MaxLength(1000), Range(1, 65536)]
    public IReadOnlyList<int>? Hidden
    {
        get => field ?? (Width is null && Depth is null ? [512, 256] : null);
        init;
    }

    /// <summary>Units of every hidden layer, together with <see cref="Depth"/>.</summary>
    [Description("units of every hidden layer, together with depth")]
    [Range(1, 65536)]
    public int? Width { get; init; }

    /// <summary>Number of hidden layers, together with <see cref="Width"/>.</summary>
    [Description("number of hidden layers, together with width")]
    [Range(1, 1000)]
    public int? Depth { get; init; }

    /// <summary>The units of each hidden layer, however they were given.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> HiddenUnits => Hidden ?? Enumerable.Repeat(Width ?? 0, Depth ?? 0).ToArray();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Hidden is not null && (Width ?? Depth) is not null)
            yield return new ValidationResult("give either hidden, or width and depth, not both", [Width is null ? "depth" : "width", "hidden"]);
        else if (Width is not null && Depth is null)
            yield return new ValidationResult("also needs depth, the number of hidden layers", ["width", "depth"]);
        else if (Depth is not null && Width is null)
            yield return new ValidationResult("also needs width, the units of each hidden layer", ["depth", "width"]);
    }
}

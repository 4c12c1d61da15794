using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>The network to build: its shape, and the activation and initialisation under study.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(CnnSettings), "cnn")]
[JsonDerivedType(typeof(MlpSettings), "mlp")]
[JsonDerivedType(typeof(NinSettings), "nin")]
[JsonDerivedType(typeof(ResNetSettings), "resnet")]
public abstract record NetworkSettings : IValidatableObject
{
    /// <summary>The activation after every hidden layer; null when <see cref="Activations"/> is given. Default LeakyReLU.</summary>
    [Description("activation after every hidden layer")]
    [JsonPropertyOrder(100)]
    public ActivationSettings? Activation
    {
        get => field ?? (Activations is null ? new LeakyReluSettings() : null);
        init;
    }

    /// <summary>One activation a hidden layer, from the image on, instead of <see cref="Activation"/>; null when all are the same.</summary>
    [Description("one activation for each hidden layer, instead of activation")]
    [MinLength(1), MaxLength(1000)]
    [JsonPropertyOrder(101)]
    public IReadOnlyList<ActivationSettings>? Activations { get; init; }

    /// <summary>How the weights and biases are set before training.</summary>
    [Description("how weights and biases are set before training")]
    [JsonPropertyOrder(102)]
    public InitSettings Init { get; init; } = new KaimingNormalSettings();

    /// <summary>Where batch normalisation stands, if anywhere.</summary>
    [Description("batch normalisation before or after each activation, or none")]
    [JsonPropertyOrder(98)]
    public BatchNormPlacement BatchNorm { get; init; }

    /// <summary>Share of values zeroed by each dropout layer while training; 0 for none. Where those stand is the network's affair.</summary>
    [Description("dropout probability; 0 for none")]
    [Range(0.0, 0.95)]
    [JsonPropertyOrder(99)]
    public double Dropout { get; init; }

    /// <summary>How many activations the network has.</summary>
    [JsonIgnore]
    public abstract int ActivationCount { get; }

    /// <summary>The activation at a position, from 0 at the image.</summary>
    public ActivationSettings ActivationAt(int index) => Activations is null ? Activation! : Activations[index];

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Activations is not { } list)
            yield break;
        if (Activation is not null)
        {
            yield return new ValidationResult("give either activation or activations, not both (null takes one away: --set model.activation=null)", ["activations", "activation"]);
        }
        else if (list.Count != ActivationCount)
        {
            yield return new ValidationResult(
                $"must have {ActivationCount} elements, one for each activation of the network, not {list.Count}",
                ["activations", "hidden", "width", "depth", "channels", "convs_per_stage"]);
        }
    }
}

/// <summary>Where batch normalisation stands.</summary>
public enum BatchNormPlacement
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Between each hidden layer and its activation (Ioffe and Szegedy 2015, arXiv 1502.03167, section 3.2).</summary>
    Before,

    /// <summary>After each activation.</summary>
    After,
}

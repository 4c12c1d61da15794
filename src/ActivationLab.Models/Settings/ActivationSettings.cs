using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>Which activation follows each hidden layer.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(ReluSettings), "relu")]
[JsonDerivedType(typeof(LeakyReluSettings), "leaky_relu")]
[JsonDerivedType(typeof(PReluSettings), "prelu")]
public abstract record ActivationSettings
{
    /// <summary>The negative slope a that the activation has at the start: f(z) = z for z &gt; 0, a·z otherwise.</summary>
    [JsonIgnore]
    public abstract double InitialNegativeSlope { get; }
}

/// <summary>ReLU: f(z) = max(0, z) (Nair and Hinton 2010).</summary>
[Description("ReLU: 0 for negative pre-activations")]
public sealed record ReluSettings : ActivationSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override double InitialNegativeSlope => 0;
}

/// <summary>LeakyReLU: a fixed slope for negative pre-activations (Maas et al. 2013).</summary>
[Description("LeakyReLU: a fixed negative slope")]
public sealed record LeakyReluSettings : ActivationSettings
{
    /// <summary>The fixed slope for z ≤ 0. Default 0.01.</summary>
    [Description("slope for negative pre-activations")]
    [Range(-10.0, 10.0)]
    public double NegativeSlope { get; init; } = 0.01;

    /// <inheritdoc/>
    [JsonIgnore]
    public override double InitialNegativeSlope => NegativeSlope;
}

/// <summary>PReLU: a slope that is learned with the weights (He et al. 2015, arXiv 1502.01852, eq. 1).</summary>
[Description("PReLU: a learned negative slope")]
public sealed record PReluSettings : ActivationSettings
{
    /// <summary>One slope a unit (channel) or one a layer. Default: one a channel, as in the paper.</summary>
    [Description("one slope per unit (channel) or one per layer")]
    public SlopeSharing Per { get; init; } = SlopeSharing.Channel;

    /// <summary>The slope before training. Default 0.25, as in the paper.</summary>
    [Description("slope before training")]
    [Range(-10.0, 10.0)]
    public double Init { get; init; } = 0.25;

    /// <inheritdoc/>
    [JsonIgnore]
    public override double InitialNegativeSlope => Init;
}

/// <summary>Which pre-activations share one learned slope.</summary>
public enum SlopeSharing
{
    /// <summary>One slope a unit of a fully connected layer, or channel of a convolution.</summary>
    Channel,

    /// <summary>One slope for the whole layer.</summary>
    Layer,
}

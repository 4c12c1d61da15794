using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>ReLU: f(z) = max(0, z) (Nair and Hinton 2010).</summary>
[Description("ReLU: 0 for negative pre-activations")]
public sealed record ReluSettings : ActivationSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override double? InitialNegativeSlope => 0;
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
    public override double? InitialNegativeSlope => NegativeSlope;
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
    public override double? InitialNegativeSlope => Init;
}

/// <summary>Which pre-activations share one learned slope.</summary>
public enum SlopeSharing
{
    /// <summary>One slope a unit of a fully connected layer, or channel of a convolution.</summary>
    Channel,

    /// <summary>One slope for the whole layer.</summary>
    Layer,
}

/// <summary>
/// RReLU: while training, each element has a slope of its own, uniform in [lower, upper]; in evaluation all have the mean slope
/// (Xu et al. 2015, arXiv 1505.00853, section 2.4, with slopes rather than their reciprocals, as in PyTorch).
/// </summary>
[Description("RReLU: a random negative slope while training, the mean slope in evaluation")]
public sealed record RReluSettings : ActivationSettings, IValidatableObject
{
    /// <summary>The smallest slope. Default 1/8.</summary>
    [Description("smallest slope")]
    [Range(-10.0, 10.0)]
    public double Lower { get; init; } = 1.0 / 8;

    /// <summary>The largest slope. Default 1/3.</summary>
    [Description("largest slope")]
    [Range(-10.0, 10.0)]
    public double Upper { get; init; } = 1.0 / 3;

    /// <summary>The mean slope, which evaluation uses.</summary>
    [JsonIgnore]
    public override double? InitialNegativeSlope => (Lower + Upper) / 2;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Lower > Upper)
            yield return new ValidationResult("must not be above upper", ["lower", "upper"]);
    }
}

/// <summary>
/// Dynamic LeakyReLU: one learned slope a layer, clamped to [min, max] in the forward pass. Outside that range the clamp's gradient is 0,
/// so a slope that has left it stays.
/// </summary>
[Description("dynamic LeakyReLU: one learned negative slope per layer, clamped in the forward pass")]
public sealed record DynamicLeakyReluSettings : ActivationSettings, IValidatableObject
{
    /// <summary>The slope before training. Default 0.01.</summary>
    [Description("slope before training")]
    [Range(-10.0, 10.0)]
    public double Init { get; init; } = 0.01;

    /// <summary>The smallest slope that acts. Default 0.001.</summary>
    [Description("smallest slope that acts")]
    [Range(-10.0, 10.0)]
    public double Min { get; init; } = 0.001;

    /// <summary>The largest slope that acts. Default 0.1.</summary>
    [Description("largest slope that acts")]
    [Range(-10.0, 10.0)]
    public double Max { get; init; } = 0.1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override double? InitialNegativeSlope => Math.Max(Min, Math.Min(Max, Init));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Min > Max)
            yield return new ValidationResult("must not be above max", ["min", "max"]);
        else if (Init < Min || Init > Max)
            yield return new ValidationResult("must lie between min and max, outside of which no gradient reaches the slope", ["init", "min", "max"]);
    }
}

/// <summary>No activation: f(z) = z, the member of the rectifier family with a = 1.</summary>
[Description("identity: no activation")]
public sealed record IdentitySettings : ActivationSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override double? InitialNegativeSlope => 1;
}

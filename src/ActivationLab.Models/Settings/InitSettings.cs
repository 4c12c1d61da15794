using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>How weights are drawn before training. Biases start at 0.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(KaimingNormalSettings), "kaiming_normal")]
public abstract record InitSettings;

/// <summary>Kaiming initialisation: normal with std = sqrt(2 / ((1 + a²)·fan)) (He et al. 2015, arXiv 1502.01852, eq. 15).</summary>
[Description("Kaiming initialisation from a normal distribution")]
public sealed record KaimingNormalSettings : InitSettings
{
    /// <summary>Which fan divides the variance. Default fan_in.</summary>
    [Description("which fan divides the variance")]
    public Fan Mode { get; init; } = Fan.FanIn;

    /// <summary>The negative slope that the initialisation assumes; null (auto) takes the activation's (initial) slope.</summary>
    [Description("negative slope assumed by the gain; auto takes the activation's")]
    [AutoWhenNull, Range(-10.0, 10.0)]
    public double? A { get; init; }
}

/// <summary>The number of connections that scales an initialisation.</summary>
public enum Fan
{
    /// <summary>Inputs of a unit: preserves the variance of the forward pass.</summary>
    FanIn,

    /// <summary>Outputs of a unit: preserves the variance of the backward pass.</summary>
    FanOut,
}

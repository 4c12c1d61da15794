using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>How weights and biases are set before training.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "name")]
[JsonDerivedType(typeof(KaimingNormalSettings), "kaiming_normal")]
[JsonDerivedType(typeof(KaimingUniformSettings), "kaiming_uniform")]
[JsonDerivedType(typeof(XavierNormalSettings), "xavier_normal")]
[JsonDerivedType(typeof(XavierUniformSettings), "xavier_uniform")]
[JsonDerivedType(typeof(NormalSettings), "normal")]
public abstract record InitSettings
{
    /// <summary>What every bias starts at. Default 0.</summary>
    [Description("what every bias starts at")]
    [Range(-1000.0, 1000.0)]
    [JsonPropertyOrder(100)]
    public double Bias { get; init; }
}

/// <summary>Kaiming initialisation: Var[w] = gain² / fan (He et al. 2015, arXiv 1502.01852, eq. 10, 14 and 15).</summary>
public abstract record KaimingSettings : InitSettings
{
    /// <summary>Which fan divides the variance. Default fan_in.</summary>
    [Description("which fan divides the variance")]
    public Fan Mode { get; init; } = Fan.FanIn;

    /// <summary>
    /// The negative slope that the initialisation assumes: gain² = 2 / (1 + a²). Null (auto) takes the gain of the activation, which for the
    /// rectifier family is that of its (initial) slope; any other value mismatches the initialisation on purpose.
    /// </summary>
    [Description("negative slope assumed by the gain; auto takes the activation's gain")]
    [AutoWhenNull, Range(-10.0, 10.0)]
    public double? A { get; init; }
}

/// <summary>Kaiming initialisation from a normal distribution: std = gain / sqrt(fan).</summary>
[Description("Kaiming initialisation from a normal distribution")]
public sealed record KaimingNormalSettings : KaimingSettings;

/// <summary>Kaiming initialisation from a uniform distribution: bound = gain·sqrt(3 / fan).</summary>
[Description("Kaiming initialisation from a uniform distribution")]
public sealed record KaimingUniformSettings : KaimingSettings;

/// <summary>Xavier initialisation: Var[w] = 2·gain² / (fan_in + fan_out) (Glorot and Bengio 2010, eq. 12 and 16).</summary>
public abstract record XavierSettings : InitSettings
{
    /// <summary>The gain. Default 1, as in the paper, whatever the activation.</summary>
    [Description("the gain")]
    [Range(1e-6, 1000.0)]
    public double Gain { get; init; } = 1;
}

/// <summary>Xavier initialisation from a normal distribution: std = gain·sqrt(2 / (fan_in + fan_out)).</summary>
[Description("Xavier initialisation from a normal distribution")]
public sealed record XavierNormalSettings : XavierSettings;

/// <summary>Xavier initialisation from a uniform distribution: bound = gain·sqrt(6 / (fan_in + fan_out)).</summary>
[Description("Xavier initialisation from a uniform distribution")]
public sealed record XavierUniformSettings : XavierSettings;

/// <summary>A normal distribution of one standard deviation for all layers.</summary>
[Description("normal distribution of one deviation for all layers")]
public sealed record NormalSettings : InitSettings
{
    /// <summary>Standard deviation of every weight. Default 0.01, as in AlexNet (Krizhevsky et al. 2012).</summary>
    [Description("standard deviation of every weight")]
    [Range(0.0, 100.0)]
    public double Std { get; init; } = 0.01;
}

/// <summary>The number of connections that scales an initialisation.</summary>
public enum Fan
{
    /// <summary>Inputs of a unit: preserves the variance of the forward pass.</summary>
    FanIn,

    /// <summary>Outputs of a unit: preserves the variance of the backward pass.</summary>
    FanOut,
}

using System.ComponentModel;
using System.Text.Json.Serialization;

namespace ActivationLab.Models.Settings;

/// <summary>
/// Network in network: the CIFAR network on which Xu et al. (2015, arXiv 1505.00853) compared rectifiers, after Lin et al. (2014,
/// arXiv 1312.4400). Nine convolutions, each followed by the activation; dropout after each of the two inner poolings.
/// </summary>
[Description("network in network (Xu et al. 2015): nine convolutions, global average pooling")]
public sealed record NinSettings : NetworkSettings
{
    /// <summary>The settings of the paper: dropout 0.5.</summary>
    public NinSettings() => Dropout = 0.5;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int ActivationCount => 9;
}

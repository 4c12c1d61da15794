using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Blueprints;

/// <summary>The activation of <paramref name="Units"/> units.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="Units">Features, or channels of a convolution.</param>
/// <param name="Settings">Which activation.</param>
/// <param name="Source">
/// The last layer with a weight before it: the one whose units these are, and whose gradient is reported with them.
/// </param>
public sealed record ActivationLayer(string Name, int Units, ActivationSettings Settings, string Source) : Layer(Name)
{
    /// <summary>How many slopes are learned.</summary>
    public override long Parameters => Settings switch
    {
        PReluSettings { Per: SlopeSharing.Channel } => Units,
        PReluSettings or DynamicLeakyReluSettings => 1,
        _ => 0,
    };
}

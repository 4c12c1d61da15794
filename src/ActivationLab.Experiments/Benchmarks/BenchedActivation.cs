using System.Reflection;
using System.Text.Json.Serialization;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Benchmarks;

/// <summary>An activation with its default settings, as benchmarks name it.</summary>
/// <param name="Name">The name of configurations; <c>prelu_layer</c> for PReLU with one slope for all units.</param>
/// <param name="Settings">Its settings.</param>
public sealed record BenchedActivation(string Name, ActivationSettings Settings)
{
    private const string SharedPRelu = "prelu_layer";

    /// <summary>What every other is compared with.</summary>
    public static BenchedActivation Relu { get; } = new("relu", new ReluSettings());

    /// <summary>All activations of the lab, ReLU first, PReLU with one slope a channel (<c>prelu</c>) and with one for all.</summary>
    public static IReadOnlyList<BenchedActivation> All { get; } = [.. Everything()];

    /// <summary>The activation of that name; null if there is none.</summary>
    public static BenchedActivation? Find(string name) => All.FirstOrDefault(activation => activation.Name == name);

    private static IEnumerable<BenchedActivation> Everything()
    {
        foreach (var kind in typeof(ActivationSettings).GetCustomAttributes<JsonDerivedTypeAttribute>())
        {
            var settings = (ActivationSettings)Activator.CreateInstance(kind.DerivedType)!;
            yield return new BenchedActivation((string)kind.TypeDiscriminator!, settings);
            if (settings is PReluSettings prelu)
                yield return new BenchedActivation(SharedPRelu, prelu with { Per = SlopeSharing.Layer });
        }
    }
}

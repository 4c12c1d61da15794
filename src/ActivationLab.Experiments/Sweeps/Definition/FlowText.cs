using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Values as their author wrote them, on one line of YAML.</summary>
internal static class FlowText
{
    public static string Of(ConfigNode node) => node is ConfigScalar { Kind: ScalarKind.Null } ? "null" : ExperimentYaml.Flow(node);

    /// <summary>Whether something in the node was refused when it was read, so that it has no text.</summary>
    public static bool IsRejected(ConfigNode node) => node switch
    {
        ConfigRejected => true,
        ConfigList list => list.Items.Any(IsRejected),
        ConfigMap map => map.Entries.Any(entry => IsRejected(entry.Value)),
        _ => false,
    };

    /// <summary>A cell for people: <c>Leaky, train.optimizer.lr=0.1; train.epochs=5</c>.</summary>
    public static string Of(string variant, IEnumerable<SweepValue> values)
    {
        var settings = string.Join("; ", values);
        return variant.Length > 0 && settings.Length > 0 ? $"{variant}, {settings}" : variant + settings;
    }
}

using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration;

/// <summary>A key in which two experiments differ, with both values as YAML; null where an experiment has no such key.</summary>
/// <param name="Key">The dotted key (<c>train.optimizer.lr</c>).</param>
/// <param name="There">The value of the one that was stored.</param>
/// <param name="Here">The value of the one that is wanted.</param>
public sealed record ExperimentDifference(string Key, string? There, string? Here)
{
    /// <summary>
    /// All keys in which a stored experiment differs from a wanted one, save <c>name</c> and <c>device</c>, which are no part of what is
    /// computed.
    /// </summary>
    public static IReadOnlyList<ExperimentDifference> Between(Experiment there, Experiment here)
    {
        var differences = new List<ExperimentDifference>();
        Compare("", Node(there), Node(here with { Name = there.Name, Device = there.Device }), differences);
        return differences;
    }

    /// <summary>The difference as a problem of the file that the stored experiment came from.</summary>
    public ConfigurationProblem In(string file) =>
        new(file, 0, 0, Key, $"{There ?? "absent"} there, {Here ?? "absent"} here; use --fresh or another name");

    private static ConfigNode Node(Experiment experiment) => ExperimentLoader.Shape.Write(experiment)!;

    private static void Compare(string key, ConfigNode? there, ConfigNode? here, List<ExperimentDifference> differences)
    {
        if (there is ConfigMap left && here is ConfigMap right)
        {
            foreach (var name in left.Entries.Concat(right.Entries).Select(entry => entry.Key).Distinct())
                Compare(key.Length == 0 ? name : $"{key}.{name}", left.Find(name)?.Value, right.Find(name)?.Value, differences);
            return;
        }
        var (before, after) = (Text(there), Text(here));
        if (before != after)
            differences.Add(new ExperimentDifference(key, before, after));
    }

    private static string? Text(ConfigNode? node) => node is null ? null : ExperimentYaml.Flow(node);
}

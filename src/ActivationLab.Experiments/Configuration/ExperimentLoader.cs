using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Configuration.Shapes;

namespace ActivationLab.Experiments.Configuration;

/// <summary>Reads experiments from YAML and JSON files, with every check that needs no data and no device.</summary>
public static class ExperimentLoader
{
    internal const string SchemaKey = "$schema";

    internal static ObjectShape Shape { get; } = new(typeof(Experiment));

    /// <summary>Reads the experiment of a file. Missing keys take their defaults; a missing name is the file's, without its extension.</summary>
    /// <param name="path">A file that ends in <c>.yaml</c>, <c>.yml</c> or <c>.json</c>.</param>
    /// <param name="overrides">
    /// <c>key=value</c> with dotted keys and YAML values, applied in order before the checks; the value null takes a key away.
    /// </param>
    /// <exception cref="ConfigurationException">The file or an override cannot be used; carries all the problems at once.</exception>
    public static Experiment Load(string path, IReadOnlyList<string> overrides)
    {
        var (experiment, problems) = Read(path, overrides);
        return experiment is not null && problems.Count == 0 ? experiment : throw new ConfigurationException(problems);
    }

    /// <summary>All that <see cref="Load"/> would object to; empty when it would not.</summary>
    public static IReadOnlyList<ConfigurationProblem> Check(string path, IReadOnlyList<string> overrides) => Read(path, overrides).Problems;

    private static (Experiment? Experiment, IReadOnlyList<ConfigurationProblem> Problems) Read(string path, IReadOnlyList<string> overrides)
    {
        var problems = new Problems();
        if (ReadText(path, overrides, problems) is not { } root)
            return (null, problems.Sorted);
        Shape.TryRead(root, "", problems, out var experiment);
        return ((Experiment?)experiment, problems.Sorted);
    }

    /// <summary>What a file and its overrides say, named, before it is checked; null after reporting that the file cannot be read.</summary>
    internal static ConfigMap? ReadText(string path, IReadOnlyList<string> overrides, Problems problems)
    {
        if (ConfigText.Read(path, problems) is not { } root)
            return null;
        Overrides.Apply(root, Shape, overrides, problems);
        RemoveSchema(root, problems);
        NameAfterFile(root, path, problems);
        return root;
    }

    // The editor's key: which schema describes the file.
    internal static void RemoveSchema(ConfigMap root, Problems problems)
    {
        if (root.Find(SchemaKey) is { } schema && schema.Value is not ConfigScalar { Kind: ScalarKind.Text })
            problems.Add(schema.Value.Position, SchemaKey, $"must be the address of a JSON Schema, not {schema.Value.Described}");
        root.Remove(entry => entry.Key == SchemaKey);
    }

    private static void NameAfterFile(ConfigMap root, string path, Problems problems)
    {
        if (root.Find("name") is not null || problems.Touch("name"))
            return;
        var name = new ConfigScalar(Path.GetFileNameWithoutExtension(path), ScalarKind.Text, root.Position, quoted: true);
        var attempt = new Problems();
        if (Shape.Find("name")!.Shape.TryRead(name, "name", attempt, out _))
            root.Put(new ConfigEntry("name", root.Position, name));
        else
            problems.Add(root.Position, "name", $"is missing, and the file's name cannot stand for it: {attempt.Sorted[0].Message}");
    }
}

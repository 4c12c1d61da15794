using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Configuration.Shapes;

namespace ActivationLab.Experiments.Configuration;

/// <summary>Reads a record of settings from a file with the care that experiments get: every problem at once, with its place and a likely spelling.</summary>
public static class SettingsFile
{
    /// <summary>Reads the record of a file. A property is a key in snake_case; missing keys keep the record's initialisers.</summary>
    /// <typeparam name="T">A record that can be made without arguments; it may check itself (<c>IValidatableObject</c>).</typeparam>
    /// <param name="path">A file that ends in <c>.yaml</c>, <c>.yml</c> or <c>.json</c>.</param>
    /// <exception cref="ConfigurationException">The file cannot be used; carries all the problems at once.</exception>
    public static T Load<T>(string path) where T : class, new()
    {
        var problems = new Problems();
        object? settings = null;
        if (ConfigText.Read(path, problems) is { } root)
        {
            ExperimentLoader.RemoveSchema(root, problems);
            new ObjectShape(typeof(T)).TryRead(root, "", problems, out settings);
        }
        return settings is T whole && problems.Count == 0 ? whole : throw new ConfigurationException(problems.Sorted);
    }
}

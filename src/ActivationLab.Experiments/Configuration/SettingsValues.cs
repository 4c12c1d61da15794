using System.Reflection;
using System.Text.Json.Serialization;

namespace ActivationLab.Experiments.Configuration;

/// <summary>The keys that settings of one kind have, beside the <c>name</c> of the kind.</summary>
internal static class SettingsValues
{
    /// <summary>Each key, in the order of declaration, and its value.</summary>
    public static IEnumerable<(string Key, object? Value)> Of(object settings) => settings.GetType().GetProperties()
        .Where(property => property.CanWrite && !property.IsDefined(typeof(JsonIgnoreAttribute)))
        .Select(property => (SnakeCase.Of(property.Name), property.GetValue(settings)));
}

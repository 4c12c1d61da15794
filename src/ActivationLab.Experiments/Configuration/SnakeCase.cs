using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActivationLab.Experiments.Configuration;

/// <summary>The one rule by which .NET names become names in files: columns, JSON keys, values of an enumeration.</summary>
public static class SnakeCase
{
    /// <summary><c>TrainLoss</c> becomes <c>train_loss</c>.</summary>
    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary><c>RunStatus.Completed</c> becomes <c>completed</c>; a name given for JSON (<c>cifar10</c>) takes precedence, as in configurations.</summary>
    public static string Of(Enum value)
    {
        var name = value.ToString();
        return value.GetType().GetField(name)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? Of(name);
    }
}

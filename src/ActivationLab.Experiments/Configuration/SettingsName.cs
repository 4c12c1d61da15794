using System.Reflection;
using System.Text.Json.Serialization;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Configuration;

/// <summary>The <c>name</c> that a configuration gives to one of several kinds of settings: <c>leaky_relu</c>, <c>adamw</c>, <c>cosine</c>.</summary>
public static class SettingsName
{
    /// <summary>The name, as written in configurations and in the columns of <c>run.csv</c>.</summary>
    /// <exception cref="ArgumentException">The settings are not one of several kinds.</exception>
    public static string Of(object settings)
    {
        var type = settings.GetType();
        for (var kind = type.BaseType; kind is not null; kind = kind.BaseType)
        {
            foreach (var derived in kind.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false))
            {
                if (derived.DerivedType == type && derived.TypeDiscriminator is string name)
                    return name;
            }
        }
        throw new ArgumentException($"{type.Name} has no name in configurations", nameof(settings));
    }

    /// <summary>The name of a network's activation: <c>mixed</c> where the layers have different ones.</summary>
    public static string OfActivations(NetworkSettings model) => model.Activation is { } same ? Of(same) : "mixed";
}

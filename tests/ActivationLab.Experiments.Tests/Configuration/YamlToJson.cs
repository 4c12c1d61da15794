using YamlDotNet.Serialization;

namespace ActivationLab.Experiments.Tests.Configuration;

/// <summary>YAML as JSON by YamlDotNet's own serializer, which shares no code with the loader.</summary>
internal static class YamlToJson
{
    private static readonly IDeserializer Deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
    private static readonly ISerializer Serializer = new SerializerBuilder().JsonCompatible().Build();

    public static string Convert(string yaml) => Serializer.Serialize(Deserializer.Deserialize<object?>(yaml));
}

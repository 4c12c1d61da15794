using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>Written values as JSON.</summary>
internal static class NodeJson
{
    public static JsonNode? Of(ConfigNode node) => node switch
    {
        ConfigScalar { Kind: ScalarKind.Text } text => text.Text,
        ConfigScalar literal => JsonNode.Parse(literal.Text),
        ConfigList list => new JsonArray([.. list.Items.Select(Of)]),
        ConfigMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value)))),
        _ => null,
    };
}

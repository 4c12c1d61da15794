using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActivationLab.Reports.Charts;

/// <summary>A specification written as JSON with holes. What stands in a hole becomes JSON itself, so that no name can break out of its quotes.</summary>
[InterpolatedStringHandler]
internal readonly struct SpecText(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + 16 * formattedCount);

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted<T>(T value) => _text.Append(JsonSerializer.Serialize(value));

    public static JsonObject Object(SpecText text) => JsonNode.Parse(text._text.ToString())!.AsObject();
}

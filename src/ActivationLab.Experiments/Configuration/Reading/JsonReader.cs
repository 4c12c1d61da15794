using System.Text;
using System.Text.Json;

namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>Reads one strict JSON text (RFC 8259: no comments, no trailing commas) into nodes.</summary>
internal ref struct JsonReader
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly string source;
    private readonly Problems problems;
    private Utf8JsonReader reader;
    private int line = 1;
    private int column = 1;
    private int scanned;

    private JsonReader(ReadOnlySpan<byte> bytes, string source, Problems problems)
    {
        this.bytes = bytes;
        this.source = source;
        this.problems = problems;
        reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 2 * ConfigText.MostLevels });
    }

    /// <summary>The text's root; null when there is none, or after reporting that it cannot be parsed.</summary>
    public static ConfigNode? Read(ReadOnlySpan<byte> bytes, string source, Problems problems)
    {
        if (bytes.Trim(" \t\r\n"u8).IsEmpty)
            return null;
        var json = new JsonReader(bytes, source, problems);
        try
        {
            json.reader.Read();
            var root = json.ReadNode("", depth: 0);
            json.reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            problems.Add(json.PositionOf(exception), "", $"cannot be parsed as JSON: {Reason(exception)}");
            return null;
        }
    }

    private ConfigNode ReadNode(string path, int depth)
    {
        if (depth > ConfigText.MostLevels)
            throw new JsonException(ConfigText.TooDeep);
        var position = Here();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadMap(path, depth, position);
            case JsonTokenType.StartArray:
                var items = new List<ConfigNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadNode(KeyPath.Item(path, items.Count), depth + 1));
                return new ConfigList(items, position);
            case JsonTokenType.String:
                return new ConfigScalar(Text(), ScalarKind.Text, position, quoted: true);
            case JsonTokenType.Number:
                return new ConfigScalar(Encoding.ASCII.GetString(reader.ValueSpan), ScalarKind.Number, position);
            case JsonTokenType.Null:
                return new ConfigScalar("null", ScalarKind.Null, position);
            default:
                return new ConfigScalar(reader.TokenType == JsonTokenType.True ? "true" : "false", ScalarKind.Boolean, position);
        }
    }

    private ConfigMap ReadMap(string path, int depth, SourcePosition position)
    {
        var map = new ConfigMap(position);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var keyPosition = Here();
            var key = Text();
            var keyPath = KeyPath.Join(path, key);
            reader.Read();
            var value = ReadNode(keyPath, depth + 1);
            if (map.Find(key) is { } first)
                problems.Add(keyPosition, keyPath, ConfigText.Duplicate(first));
            else
                map.Put(new ConfigEntry(key, keyPosition, value));
        }
        return map;
    }

    private readonly string Text()
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new JsonException("a \\u escape is half of a surrogate pair");
        }
    }

    private SourcePosition Here() => At((int)reader.TokenStartIndex);

    // Tokens come in order, so the text is counted through once.
    private SourcePosition At(int index)
    {
        var passed = bytes[scanned..index];
        scanned = index;
        if (passed.LastIndexOf((byte)'\n') is >= 0 and var lastBreak)
        {
            line += passed.Count((byte)'\n');
            column = 1;
            passed = passed[(lastBreak + 1)..];
        }
        column += Encoding.UTF8.GetCharCount(passed);
        return new SourcePosition(source, line, column);
    }

    private SourcePosition PositionOf(JsonException exception)
    {
        if (exception.LineNumber is not { } errorLine || exception.BytePositionInLine is not { } errorByte)
            return Here();
        var start = 0;
        for (var i = 0; i < errorLine; i++)
            start += bytes[start..].IndexOf((byte)'\n') + 1;
        var length = Math.Min((int)errorByte, bytes.Length - start);
        return new SourcePosition(source, (int)errorLine + 1, Encoding.UTF8.GetCharCount(bytes.Slice(start, length)) + 1);
    }

    // The library's messages end in its own line numbers, and some in advice to the programmer.
    private static string Reason(JsonException exception)
    {
        var message = exception.Message;
        foreach (var ending in (string[])[" LineNumber:", " Change the reader options", " which is not supported in this mode"])
        {
            if (message.IndexOf(ending, StringComparison.Ordinal) is >= 0 and var end)
                message = message[..end];
        }
        return message.StartsWith("'/'", StringComparison.Ordinal) ? "there are no comments in JSON" : message.TrimEnd('.');
    }
}

using System.Text.Json;

namespace ActivationLab.Experiments.Runs;

/// <summary>Reads the header of a <see cref="SafetensorsFile"/>, believing nothing that it has not checked.</summary>
internal static class SafetensorsHeader
{
    /// <summary>Where a tensor's bytes are, counted from the end of the header, and what they mean.</summary>
    public sealed record Entry(string Name, string Dtype, long[] Shape, long Begin, long Length);

    /// <summary>The tensors in the order of their bytes, without gaps from 0, and the metadata.</summary>
    /// <exception cref="DamagedFileException">The header is not one of the format.</exception>
    public static (IReadOnlyList<Entry> Entries, IReadOnlyDictionary<string, string> Metadata) Parse(string path, ReadOnlyMemory<byte> header)
    {
        var entries = new List<Entry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new DamagedFileException(path, "its header is not a JSON object");
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                    metadata = ParseMetadata(path, property.Value);
                else
                    entries.Add(ParseEntry(path, property.Name, property.Value));
            }
        }
        // InvalidOperationException: a text in it is no Unicode.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new DamagedFileException(path, "its header is not valid JSON, or names a tensor twice", error);
        }
        CheckThatBytesAreContiguous(path, entries);
        return (entries, metadata);
    }

    private static void CheckThatBytesAreContiguous(string path, List<Entry> entries)
    {
        // Tensors without elements share their offset with their neighbour: they come first.
        entries.Sort((a, b) => (a.Begin, a.Length).CompareTo((b.Begin, b.Length)));
        long end = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
                throw new DamagedFileException(path, $"tensor {entry.Name} begins at byte {entry.Begin} where {end} was expected");
            if (entry.Length > Array.MaxLength)
                throw new DamagedFileException(path, $"tensor {entry.Name} claims {entry.Length} bytes");
            end += entry.Length;
        }
    }

    private static Dictionary<string, string> ParseMetadata(string path, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || element.EnumerateObject().Any(pair => pair.Value.ValueKind != JsonValueKind.String))
            throw new DamagedFileException(path, "its metadata is not an object of texts");
        return element.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal);
    }

    private static Entry ParseEntry(string path, string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("shape", out var shape) || Numbers(shape) is not { } sizes
            || !element.TryGetProperty("data_offsets", out var offsets) || Numbers(offsets) is not [var begin, var end])
        {
            throw new DamagedFileException(path, $"tensor {name} lacks a valid dtype, shape or data_offsets");
        }
        var type = dtype.GetString()!;
        if (SafetensorsTensor.ElementSize(type) == 0)
            throw new DamagedFileException(path, $"tensor {name} has the unknown element type {type}");
        if (begin < 0 || end < begin)
            throw new DamagedFileException(path, $"tensor {name} has the impossible data_offsets [{begin}, {end}]");
        if (SafetensorsTensor.ByteCount(type, sizes) is not { } bytes || bytes != end - begin)
        {
            throw new DamagedFileException(path,
                $"tensor {name}: {end - begin} bytes are not {type} of shape [{string.Join(", ", sizes)}]");
        }
        return new Entry(name, type, sizes, begin, bytes);
    }

    private static long[]? Numbers(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
            return null;
        var numbers = new long[element.GetArrayLength()];
        foreach (var (index, item) in element.EnumerateArray().Index())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out numbers[index]))
                return null;
        }
        return numbers;
    }
}

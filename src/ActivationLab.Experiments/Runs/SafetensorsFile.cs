using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace ActivationLab.Experiments.Runs;

/// <summary>
/// Tensors and text metadata in the safetensors format, which Python's <c>safetensors</c> package reads and which holds no code:
/// 8 bytes length of the header, little-endian; the header, a JSON object of <c>dtype</c>, <c>shape</c> and <c>data_offsets</c> by
/// name, padded with spaces; the tensors' bytes without gaps.
/// </summary>
/// <param name="Tensors">The tensors, in the order of their bytes.</param>
/// <param name="Metadata">Free text by key.</param>
public sealed record SafetensorsFile(IReadOnlyList<SafetensorsTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const int LengthSize = 8;
    private const int Alignment = 8;
    // The limit of the reference implementation.
    private const long LongestHeader = 100_000_000;
    private const string MetadataKey = "__metadata__";

    /// <summary>Writes a file, atomically. Equal tensors and metadata give equal bytes.</summary>
    /// <exception cref="ArgumentException">A tensor's bytes do not fit its shape and element type, or a name appears twice.</exception>
    /// <exception cref="UserException">The file could not be written; what was there before is still there.</exception>
    public static void Write(string path, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        WriteHashed(path, tensors, metadata);

    /// <summary>As <see cref="Write"/>; returns the SHA-256 of the file, hexadecimal in lower case.</summary>
    internal static string WriteHashed(string path, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide elements first, as the reference implementation does: then every tensor is aligned for its own element type.
        SafetensorsTensor[] ordered = [.. tensors.OrderByDescending(tensor => SafetensorsTensor.ElementSize(tensor.Dtype))];
        Check(ordered);
        var header = Header(ordered, metadata ?? new Dictionary<string, string>());
        var length = new byte[LengthSize];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);

        ReadOnlyMemory<byte>[] parts = [length, header, .. ordered.Select(tensor => tensor.Data)];
        // Beside the writing, which waits for the disk.
        var sum = Task.Run(() => Sha256(parts));
        AtomicFile.Write(path, stream =>
        {
            foreach (var part in parts)
                stream.Write(part.Span);
        });
        return sum.GetAwaiter().GetResult();
    }

    /// <summary>Reads a file as a whole. Every byte of it must be accounted for.</summary>
    /// <exception cref="DamagedFileException">The file is cut short, altered, or not of this format: says what is wrong.</exception>
    /// <exception cref="UserException">The file cannot be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            var header = ReadHeader(path, stream);
            var (entries, metadata) = SafetensorsHeader.Parse(path, header);

            var expected = LengthSize + header.Length + entries.Sum(entry => entry.Length);
            if (stream.Length != expected)
                throw new DamagedFileException(path, $"{stream.Length} bytes long where its header says {expected}");
            var tensors = new List<SafetensorsTensor>();
            foreach (var entry in entries)
            {
                var data = new byte[entry.Length];
                stream.ReadExactly(data);
                tensors.Add(new SafetensorsTensor(entry.Name, entry.Dtype, entry.Shape, data));
            }
            return new SafetensorsFile(tensors, metadata);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileProblem.Reading(path, error);
        }
    }

    private static string Sha256(ReadOnlyMemory<byte>[] parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
            hash.AppendData(part.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Check(SafetensorsTensor[] tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (tensor.Name == MetadataKey || !names.Add(tensor.Name))
                throw new ArgumentException($"the name {tensor.Name} is reserved or appears twice", nameof(tensors));
            if (SafetensorsTensor.ElementSize(tensor.Dtype) == 0)
                throw new ArgumentException($"{tensor.Name}: safetensors has no element type {tensor.Dtype}", nameof(tensors));
            if (SafetensorsTensor.ByteCount(tensor.Dtype, tensor.Shape) != tensor.Data.Length)
            {
                throw new ArgumentException(
                    $"{tensor.Name}: {tensor.Data.Length} bytes are not {tensor.Dtype} of shape [{string.Join(", ", tensor.Shape)}]", nameof(tensors));
            }
        }
    }

    private static byte[] Header(SafetensorsTensor[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Dtype);
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", offset, offset += tensor.Data.Length);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % Alignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string key, params ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static byte[] ReadHeader(string path, FileStream stream)
    {
        if (stream.Length < LengthSize)
            throw new DamagedFileException(path, $"{stream.Length} bytes long, too short for a safetensors file");
        Span<byte> prefix = stackalloc byte[LengthSize];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
            throw new DamagedFileException(path, $"a header of {length} bytes, which no safetensors file has");
        if ((long)length > stream.Length - LengthSize)
            throw new DamagedFileException(path, $"cut short within its header of {length} bytes");
        var header = new byte[(int)length];
        stream.ReadExactly(header);
        return header;
    }
}

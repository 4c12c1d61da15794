using System.Buffers.Binary;

namespace ActivationLab.Experiments.Data;

/// <summary>An IDX file of unsigned bytes, plain or gzipped (the format of LeCun, Cortes and Burges, "The MNIST database").</summary>
/// <param name="Dimensions">The dimensions its header states.</param>
/// <param name="Data">Their product in bytes, row-major.</param>
/// <param name="Sums">Checksums of the whole uncompressed file; MD5 is empty.</param>
public sealed record IdxFile(IReadOnlyList<int> Dimensions, byte[] Data, FileSums Sums)
{
    private const int UnsignedByte = 0x08;

    // Twice the largest file that the lab reads and more; a damaged header must not ask for all of the memory.
    private const ulong MaxDataBytes = 1 << 27;

    /// <summary>Reads a file that must have so many dimensions and exactly the length that its header states.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">3 for images, 1 for labels.</param>
    /// <param name="cure">What to do if something is wrong, for the error.</param>
    /// <exception cref="DataException">It cannot be read or is no such file.</exception>
    public static IdxFile Read(string path, int dimensions, string cure)
    {
        using var reader = DataFileReader.Open(path, cure);
        var header = new byte[4 + 4 * dimensions];
        var count = reader.Read(header);
        if (count >= 4)
            CheckMagic(reader, header, dimensions);
        if (count < header.Length)
            throw reader.Wrong($"truncated: {count} bytes, less than the header of an IDX file");

        var sizes = new int[dimensions];
        ulong bytes = 1;
        for (var i = 0; i < dimensions; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + 4 * i));
            if (size == 0 || (bytes *= size) > MaxDataBytes)
                throw reader.Wrong($"its header states impossible dimensions (number {i + 1} is {size})");
            sizes[i] = (int)size;
        }

        var data = GC.AllocateUninitializedArray<byte>((int)bytes);
        reader.ReadRest(data, header.Length);
        return new IdxFile(sizes, data, reader.Sums());
    }

    private static void CheckMagic(DataFileReader reader, ReadOnlySpan<byte> header, int dimensions)
    {
        var expected = (UnsignedByte << 8) | dimensions;
        var magic = BinaryPrimitives.ReadInt32BigEndian(header);
        if (magic == expected)
            return;
        var hint = header[0] == '<' ? ": this looks like a web page" : "";
        throw reader.Wrong($"wrong IDX magic number 0x{magic:x8} instead of 0x{expected:x8}{hint}");
    }
}

namespace ActivationLab.Experiments.Data;

/// <summary>A batch of CIFAR-10's binary version.</summary>
/// <param name="Pixels"><c>[count, 3, 32, 32]</c>.</param>
/// <param name="Labels"><c>[count]</c>.</param>
/// <param name="Sums">Checksums of the whole file.</param>
public sealed record CifarBinaryFile(byte[] Pixels, byte[] Labels, FileSums Sums)
{
    /// <summary>Bytes of an image: three planes of 32×32.</summary>
    public const int ImageBytes = 3 * 32 * 32;

    /// <summary>Bytes of a record: the label, then the image.</summary>
    public const int RecordBytes = 1 + ImageBytes;

    /// <summary>Reads a file that must hold exactly so many records.</summary>
    /// <param name="path">The file.</param>
    /// <param name="records">Images in it.</param>
    /// <param name="cure">What to do if something is wrong, for the error.</param>
    /// <param name="md5">Whether to take the MD5 too.</param>
    /// <exception cref="DataException">It cannot be read or is no such file.</exception>
    public static CifarBinaryFile Read(string path, int records, string cure, bool md5 = false)
    {
        using var reader = DataFileReader.Open(path, cure, md5);
        var content = GC.AllocateUninitializedArray<byte>(records * RecordBytes);
        reader.ReadRest(content, before: 0);

        var pixels = GC.AllocateUninitializedArray<byte>(records * ImageBytes);
        var labels = new byte[records];
        for (var i = 0; i < records; i++)
        {
            var record = content.AsSpan(i * RecordBytes, RecordBytes);
            labels[i] = record[0];
            record[1..].CopyTo(pixels.AsSpan(i * ImageBytes));
        }

        return new CifarBinaryFile(pixels, labels, reader.Sums());
    }
}

using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Tests.Data;

/// <summary>Small data sets in the real formats, with their own checksums.</summary>
internal static class TinyDatasets
{
    public const int Rows = 4;
    public const int Columns = 3;
    public const int Train = 30;
    public const int Test = 10;
    public const int Batch = 4;

    public const string TrainImages = "train-images-idx3-ubyte";
    public const string TrainLabels = "train-labels-idx1-ubyte";
    public const string TestImages = "t10k-images-idx3-ubyte";
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    public static IReadOnlyDictionary<string, byte[]> IdxContents { get; } = new Dictionary<string, byte[]>
    {
        [TrainImages] = Idx(Noise(1, Train * Rows * Columns), Train, Rows, Columns),
        [TrainLabels] = Idx(Digits(Train), Train),
        [TestImages] = Idx(Noise(2, Test * Rows * Columns), Test, Rows, Columns),
        [TestLabels] = Idx(Digits(Test), Test),
    };

    public static IReadOnlyDictionary<string, byte[]> CifarContents { get; } = Batches(seed: 10);

    public static IReadOnlyDictionary<string, byte[]> CifarCopyContents { get; } = Batches(seed: 20);

    public static DatasetInfo Mnist { get; } = IdxInfo(DatasetCatalog.Mnist);

    public static DatasetInfo FashionMnist { get; } = IdxInfo(DatasetCatalog.FashionMnist);

    public static byte[] CifarArchive { get; } = Tgz("cifar-10-batches-bin/", CifarContents);

    /// <summary>Known by MD5 in its original and by SHA-256 in its copy, as the real one.</summary>
    public static DatasetInfo Cifar { get; } = DatasetCatalog.Cifar10 with
    {
        Files = [.. CifarContents.Select(file => new DatasetFile(
            file.Key, FileContent.Records, file.Key != "test_batch.bin", Batch, file.Value.Length,
            [
                new KnownSum(DatasetCatalog.Original, null, Convert.ToHexStringLower(MD5.HashData(file.Value))),
                new KnownSum(DatasetCatalog.JpegCopy, Sha256(CifarCopyContents[file.Key])),
            ]))],
        Archive = DatasetCatalog.Cifar10.Archive! with { Size = CifarArchive.Length, Sha256 = Sha256(CifarArchive) },
    };

    public static byte[] Idx(byte[] data, params int[] dimensions)
    {
        var file = new byte[4 + 4 * dimensions.Length + data.Length];
        file[2] = 8;
        file[3] = (byte)dimensions.Length;
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), dimensions[i]);
        data.CopyTo(file, 4 + 4 * dimensions.Length);
        return file;
    }

    public static byte[] Digits(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7 % 10))];

    public static byte[] Noise(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] Gzip(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
            gzip.Write(content);
        return output.ToArray();
    }

    public static byte[] Tgz(string folder, IReadOnlyDictionary<string, byte[]> contents)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var (name, content) in contents)
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, folder + name) { DataStream = new MemoryStream(content) });
        }

        return output.ToArray();
    }

    private static DatasetInfo IdxInfo(DatasetInfo real) => real with
    {
        Height = Rows,
        Width = Columns,
        Files = [.. real.Files.Select(file => file with
        {
            Count = file.IsTrain ? Train : Test,
            Size = IdxContents[file.Name].Length,
            Sums = [new KnownSum(DatasetCatalog.Original, Sha256(IdxContents[file.Name]))],
        })],
    };

    private static Dictionary<string, byte[]> Batches(int seed) => DatasetCatalog.Cifar10.Files.ToDictionary(
        file => file.Name,
        file =>
        {
            var content = Noise(seed++, Batch * CifarBinaryFile.RecordBytes);
            for (var i = 0; i < Batch; i++)
                content[i * CifarBinaryFile.RecordBytes] = (byte)((seed + i) % 10);
            return content;
        });
}

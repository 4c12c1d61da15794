namespace ActivationLab.Experiments.Data;

/// <summary>One file of a data set in memory.</summary>
/// <param name="File">Which file.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Pixels">Its images; empty for a file of labels.</param>
/// <param name="Labels">Its labels; empty for a file of images.</param>
/// <param name="Dimensions">Count, then rows and columns if it is a file of images.</param>
/// <param name="Sums">Its checksums.</param>
internal sealed record DatasetFileData(
    DatasetFile File, string Path, byte[] Pixels, byte[] Labels, IReadOnlyList<int> Dimensions, FileSums Sums);

/// <summary>
/// Reads and checks the files of a data set. What is wrong with a file's structure is said before its checksum is looked at,
/// so that the error tells more than "wrong SHA-256".
/// </summary>
internal static class DatasetFileReader
{
    /// <summary>Reads a file whose format is right; what it holds is not checked yet.</summary>
    public static DatasetFileData Read(DatasetInfo info, DatasetFile file, string path)
    {
        switch (file.Content)
        {
            case FileContent.Images:
                var images = IdxFile.Read(path, dimensions: 3, info.Cure);
                return new(file, path, images.Data, [], images.Dimensions, images.Sums);
            case FileContent.Labels:
                var labels = IdxFile.Read(path, dimensions: 1, info.Cure);
                return new(file, path, [], labels.Data, labels.Dimensions, labels.Sums);
            default:
                var md5 = file.Sums.Any(sum => sum.Sha256 is null);
                var batch = CifarBinaryFile.Read(path, file.Count, info.Cure, md5);
                return new(file, path, batch.Pixels, batch.Labels, [file.Count], batch.Sums);
        }
    }

    /// <summary>Checks dimensions, labels and checksum; returns the release that the file is.</summary>
    public static string Check(DatasetInfo info, DatasetFileData data)
    {
        int[] expected = data.File.Content == FileContent.Images ? [data.File.Count, info.Height, info.Width] : [data.File.Count];
        if (!data.Dimensions.SequenceEqual(expected))
            throw Wrong(info, data, $"holds {string.Join("×", data.Dimensions)} values instead of {string.Join("×", expected)}");

        var bad = data.Labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(info.ClassNames.Count - 1));
        if (bad >= 0)
            throw Wrong(info, data, $"label {data.Labels[bad]} of image {bad} is above {info.ClassNames.Count - 1}");

        return data.File.VariantOf(data.Sums)
            ?? throw Wrong(info, data, $"wrong SHA-256 {data.Sums.Sha256}: {WhatItIs(info, data.Sums)}");
    }

    /// <summary>Reads and checks a file of its own.</summary>
    public static (DatasetFileData Data, string Variant) ReadChecked(DatasetInfo info, DatasetFile file, string path)
    {
        var data = Read(info, file, path);
        return (data, Check(info, data));
    }

    private static string WhatItIs(DatasetInfo info, FileSums sums)
    {
        var other = DatasetCatalog.All
            .SelectMany(set => set.Files, (set, file) => (set, file))
            .FirstOrDefault(known => known.file.VariantOf(sums) is not null);
        return other.file is null ? $"it is damaged or not {info.Title}'s" : $"it is {other.file.Name} of {other.set.Title}";
    }

    private static DataException Wrong(DatasetInfo info, DatasetFileData data, string problem) => new(data.Path, problem, info.Cure);
}

namespace ActivationLab.Experiments.Data;

/// <summary>What a data set's file holds.</summary>
public enum FileContent
{
    /// <summary>IDX file of unsigned bytes with three dimensions: images, rows, columns.</summary>
    Images,

    /// <summary>IDX file of unsigned bytes with one dimension: labels.</summary>
    Labels,

    /// <summary>CIFAR-10's binary version: a label byte, then the red, green and blue plane, image after image.</summary>
    Records,
}

/// <summary>One file of a data set.</summary>
/// <param name="Name">Its canonical name, uncompressed.</param>
/// <param name="Content">What it holds.</param>
/// <param name="IsTrain">Whether it belongs to the training images.</param>
/// <param name="Count">Images or labels in it.</param>
/// <param name="Size">Bytes, uncompressed.</param>
/// <param name="Sums">The checksums of its known releases.</param>
public sealed record DatasetFile(
    string Name, FileContent Content, bool IsTrain, int Count, long Size, IReadOnlyList<KnownSum> Sums)
{
    /// <summary>The release that content with these checksums is, or null.</summary>
    public string? VariantOf(FileSums sums) => Sums.FirstOrDefault(known => known.Matches(sums))?.Variant;
}

/// <summary>The checksum of one known release of a file.</summary>
/// <param name="Variant">The release.</param>
/// <param name="Sha256">SHA-256 of the uncompressed content, or null where only the MD5 was published.</param>
/// <param name="Md5">MD5 of the uncompressed content; looked at only where there is no SHA-256.</param>
public sealed record KnownSum(string Variant, string? Sha256, string? Md5 = null)
{
    /// <summary>Whether content with these checksums is this release.</summary>
    public bool Matches(FileSums sums) => Sha256 is not null ? Sha256 == sums.Sha256 : Md5 is not null && Md5 == sums.Md5;
}

/// <summary>Checksums of a file's uncompressed content, hexadecimal in lower case.</summary>
public sealed record FileSums(string Sha256, string Md5);

using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Data;

/// <summary>A data set whose every file was checked.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Train">The training images, in the order of the files.</param>
/// <param name="Test">The test images, in the order of the file.</param>
/// <param name="Sha256">SHA-256 (hexadecimal, lower case) of each file's uncompressed content, by the file's canonical name.</param>
/// <param name="Variant">
/// Which known release the files are: <see cref="DatasetCatalog.Original"/>, <see cref="DatasetCatalog.JpegCopy"/> or <see cref="DatasetCatalog.Synthetic"/>.
/// </param>
public sealed record LoadedDataset(
    DatasetName Name, ImageSet Train, ImageSet Test, IReadOnlyDictionary<string, string> Sha256, string Variant);

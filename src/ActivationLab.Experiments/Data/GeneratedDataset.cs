using System.Security.Cryptography;

namespace ActivationLab.Experiments.Data;

/// <summary>A data set that the lab makes, held against its known checksums like those that come in files.</summary>
internal static class GeneratedDataset
{
    /// <summary>Makes it.</summary>
    /// <exception cref="DataException">This machine makes other bytes than it should.</exception>
    public static LoadedDataset Load(DatasetInfo info)
    {
        var (train, test) = info.Make!();
        var checks = Check(info, train, test);
        if (checks.FirstOrDefault(check => check.State != FileState.Ok) is { } wrong)
            throw new DataException(info.Text, $"{wrong.File} has the {wrong.Detail}", "do not compare results of this machine with those of others");
        return new LoadedDataset(info.Name, train, test, checks.ToDictionary(check => check.File, check => check.Sha256!), checks[0].Detail);
    }

    /// <summary>Makes it and checks each part.</summary>
    public static IReadOnlyList<FileCheck> Verify(DatasetInfo info)
    {
        var (train, test) = info.Make!();
        return Check(info, train, test);
    }

    private static List<FileCheck> Check(DatasetInfo info, ImageSet train, ImageSet test) =>
        [.. info.Files.Select(part => Check(part, part.IsTrain ? train : test))];

    private static FileCheck Check(DatasetFile part, ImageSet set)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(part.Content == FileContent.Labels ? set.Labels : set.Pixels));
        return part.VariantOf(new FileSums(sha256, "")) is { } variant
            ? new FileCheck(part.Name, part.Name, FileState.Ok, variant, sha256)
            : new FileCheck(part.Name, part.Name, FileState.Damaged, $"wrong SHA-256 {sha256}: this machine computes other numbers", null);
    }
}

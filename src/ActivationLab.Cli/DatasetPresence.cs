using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli;

/// <summary>What can be said of a data set in a few words.</summary>
/// <param name="IsWhole">Whether nothing speaks against training on it.</param>
/// <param name="State"><c>present</c>, <c>missing</c>, <c>2 of 4 files</c>, <c>damaged</c>, <c>built in</c>.</param>
/// <param name="Release">The release that the files are; <c>-</c> unless they were read or the lab makes them.</param>
/// <param name="Folder">Where it is, or would be.</param>
internal sealed record DatasetPresence(bool IsWhole, string State, string Release, string Folder)
{
    private const string Unknown = "-";

    /// <summary>Looks for a data set. Without <paramref name="verify"/> only names and sizes are looked at.</summary>
    public static DatasetPresence Of(DatasetInfo info, string root, bool verify)
    {
        if (info.IsGenerated)
            return Generated(info, root, verify);
        var location = DatasetLocation.Find(info, root);
        var present = location.Paths.Count(File.Exists);
        if (present == 0)
            return new DatasetPresence(false, "missing", Unknown, location.Folder);
        if (present < location.Paths.Count)
            return new DatasetPresence(false, $"{present} of {location.Paths.Count} files", Unknown, location.Folder);
        if (!verify)
            return new DatasetPresence(!HasWrongSize(info, location), HasWrongSize(info, location) ? "damaged" : "present", Unknown, location.Folder);

        var checks = DatasetStore.Verify(info.Name, root);
        return checks.All(check => check.State == FileState.Ok)
            ? new DatasetPresence(true, "ok", checks[0].Detail, location.Folder)
            : new DatasetPresence(false, "damaged", Unknown, location.Folder);
    }

    private static DatasetPresence Generated(DatasetInfo info, string root, bool verify)
    {
        var isWhole = !verify || DatasetStore.Verify(info.Name, root).All(check => check.State == FileState.Ok);
        return new DatasetPresence(isWhole, isWhole ? verify ? "ok" : "built in" : "damaged", DatasetCatalog.Synthetic, "made by the lab");
    }

    // The size of a gzipped file says nothing.
    private static bool HasWrongSize(DatasetInfo info, DatasetLocation location) => info.Files.Zip(location.Paths).Any(pair =>
        !pair.Second.EndsWith(".gz", StringComparison.Ordinal) && new FileInfo(pair.Second).Length != pair.First.Size);
}

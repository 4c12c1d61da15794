namespace ActivationLab.Experiments.Data;

/// <summary>Where the files of a data set lie.</summary>
/// <param name="Folder">The folder that has them, or should.</param>
/// <param name="Paths">The path of each file, in the order of <see cref="DatasetInfo.Files"/>; what is missing has its canonical path.</param>
public sealed record DatasetLocation(string Folder, IReadOnlyList<string> Paths)
{
    /// <summary>Whether each path is a file.</summary>
    public bool IsComplete => Paths.All(File.Exists);

    /// <summary>
    /// Looks in the data set's own folder inside <paramref name="root"/>, in those of other programs, and in
    /// <paramref name="root"/> itself; the first complete one wins, else the first that has any of the files, else its own.
    /// </summary>
    public static DatasetLocation Find(DatasetInfo info, string root)
    {
        var candidates = info.OtherFolders.Prepend(info.Folder)
            .Select(folder => In(info, Path.GetFullPath(Path.Combine(root, folder))))
            .ToList();
        return candidates.Find(location => location.IsComplete)
            ?? candidates.Find(location => location.Paths.Any(Path.Exists))
            ?? candidates[0];
    }

    /// <summary>The files in this very folder.</summary>
    public static DatasetLocation In(DatasetInfo info, string folder) =>
        new(folder, [.. info.Files.Select(file => PathOf(file, folder))]);

    private static string PathOf(DatasetFile file, string folder)
    {
        var spellings = Spellings(file).Select(name => Path.Combine(folder, name)).ToList();
        return spellings.Find(File.Exists) ?? spellings.Find(Path.Exists) ?? spellings[0];
    }

    // Unpacking tools and mirrors write train-images.idx3-ubyte for train-images-idx3-ubyte.
    private static IEnumerable<string> Spellings(DatasetFile file)
    {
        yield return file.Name;
        if (file.Content == FileContent.Records)
            yield break;
        var dotted = file.Name.Replace("-idx", ".idx", StringComparison.Ordinal);
        yield return file.Name + ".gz";
        yield return dotted;
        yield return dotted + ".gz";
    }
}

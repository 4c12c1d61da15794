using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Data;

/// <summary>Finds, checks and reads data sets in a data folder. It fetches nothing and changes nothing.</summary>
public static class DatasetStore
{
    /// <summary>Whether all files of a data set are there, or it needs none; their content is not looked at.</summary>
    /// <param name="name">Which data set.</param>
    /// <param name="folder">The data folder (<see cref="DataFolder.Resolve"/>).</param>
    public static bool IsPresent(DatasetName name, string folder) =>
        DatasetCatalog.Get(name) is var info && (info.IsGenerated || DatasetLocation.Find(info, folder).IsComplete);

    /// <summary>
    /// Which release a data set's files are, told from the smallest of its files; null where only one is known, or the files are not there or
    /// not whole.
    /// </summary>
    /// <param name="name">Which data set.</param>
    /// <param name="folder">The data folder, or a folder that has the official files.</param>
    public static string? ReleaseOf(DatasetName name, string folder)
    {
        var smallest = DatasetCatalog.Get(name).Files.MinBy(file => file.Size)!;
        return smallest.Sums.DistinctBy(sum => sum.Variant).Count() > 1 && CheckSmallest(name, folder) is { State: FileState.Ok } ok ? ok.Detail : null;
    }

    /// <summary>Checks the smallest file of a data set; null where not all its files are there, or it needs none.</summary>
    /// <param name="name">Which data set.</param>
    /// <param name="folder">The data folder, or a folder that has the official files.</param>
    public static FileCheck? CheckSmallest(DatasetName name, string folder) => CheckSmallest(DatasetCatalog.Get(name), folder);

    /// <summary>Checks the smallest file of a data set of this description.</summary>
    /// <inheritdoc cref="CheckSmallest(DatasetName, string)"/>
    public static FileCheck? CheckSmallest(DatasetInfo info, string folder)
    {
        var location = DatasetLocation.Find(info, folder);
        var (file, path) = info.Files.Zip(location.Paths).MinBy(pair => pair.First.Size);
        return !info.IsGenerated && location.IsComplete ? Check(info, file, path) : null;
    }

    /// <summary>Reads a data set and checks every file of it.</summary>
    /// <param name="name">Which data set.</param>
    /// <param name="folder">The data folder, or a folder that has the official files.</param>
    /// <exception cref="DataException">A file is missing or must not be trained on.</exception>
    public static LoadedDataset Load(DatasetName name, string folder) => Load(DatasetCatalog.Get(name), folder);

    /// <summary>Reads a data set of this description and checks every file of it.</summary>
    /// <inheritdoc cref="Load(DatasetName, string)"/>
    public static LoadedDataset Load(DatasetInfo info, string folder)
    {
        if (info.IsGenerated)
            return GeneratedDataset.Load(info);
        var location = DatasetLocation.Find(info, folder);
        if (!location.Paths.Any(Path.Exists))
            throw new DataException(location.Folder, $"{info.Title} is not there ({info.Files[0].Name} and so on)", info.Cure);

        var files = info.Files.Zip(location.Paths, (file, path) => DatasetFileReader.Read(info, file, path)).ToList();
        CheckCounts(info, files);
        var variants = files.ConvertAll(file => DatasetFileReader.Check(info, file));
        var odd = variants.FindIndex(variant => variant != variants[0]);
        if (odd >= 0)
            throw new DataException(files[odd].Path, Mixed(info, variants, odd), info.Cure);

        return new LoadedDataset(
            info.Name, Join(info, files, train: true), Join(info, files, train: false),
            files.ToDictionary(file => file.File.Name, file => file.Sums.Sha256), variants[0]);
    }

    /// <summary>Checks every file of a data set, one result a file.</summary>
    /// <param name="name">Which data set.</param>
    /// <param name="folder">The data folder, or a folder that has the official files.</param>
    public static IReadOnlyList<FileCheck> Verify(DatasetName name, string folder) => Verify(DatasetCatalog.Get(name), folder);

    /// <summary>Checks every file of a data set of this description.</summary>
    /// <inheritdoc cref="Verify(DatasetName, string)"/>
    public static IReadOnlyList<FileCheck> Verify(DatasetInfo info, string folder) =>
        info.IsGenerated ? GeneratedDataset.Verify(info) : Verify(info, DatasetLocation.Find(info, folder));

    internal static IReadOnlyList<FileCheck> Verify(DatasetInfo info, DatasetLocation location)
    {
        var checks = info.Files.Zip(location.Paths, (file, path) => Check(info, file, path)).ToList();
        var variants = checks.ConvertAll(check => check.State == FileState.Ok ? check.Detail : "");
        var first = variants.Find(variant => variant != "");
        for (var i = 0; i < checks.Count; i++)
        {
            if (variants[i] != "" && variants[i] != first)
                checks[i] = checks[i] with { State = FileState.Damaged, Detail = Mixed(info, variants, i), Sha256 = null };
        }

        return checks;
    }

    private static FileCheck Check(DatasetInfo info, DatasetFile file, string path)
    {
        if (!Path.Exists(path))
            return new FileCheck(file.Name, path, FileState.Missing, "no such file", null);
        try
        {
            var (data, variant) = DatasetFileReader.ReadChecked(info, file, path);
            return new FileCheck(file.Name, path, FileState.Ok, variant, data.Sums.Sha256);
        }
        catch (DataException e)
        {
            return new FileCheck(file.Name, path, FileState.Damaged, e.Problem, null);
        }
    }

    private static void CheckCounts(DatasetInfo info, List<DatasetFileData> files)
    {
        foreach (var (images, labels) in files.Zip(files.Skip(1)))
        {
            if (images.File.Content != FileContent.Images || images.Dimensions[0] == labels.Dimensions[0])
                continue;
            var (wrong, right) = images.Dimensions[0] != images.File.Count ? (images, labels) : (labels, images);
            throw new DataException(wrong.Path, $"holds {Amount(wrong)}, but {right.File.Name} holds {Amount(right)}", info.Cure);
        }
    }

    private static string Amount(DatasetFileData data) =>
        $"{data.Dimensions[0]} {(data.File.Content == FileContent.Images ? "images" : "labels")}";

    private static string Mixed(DatasetInfo info, List<string> variants, int odd)
    {
        var first = variants.FindIndex(variant => variant != "");
        return $"is of the release '{variants[odd]}', but {info.Files[first].Name} is of '{variants[first]}'";
    }

    private static ImageSet Join(DatasetInfo info, List<DatasetFileData> files, bool train)
    {
        var parts = files.Where(file => file.File.IsTrain == train).ToList();
        var labels = Concat(parts.ConvertAll(part => part.Labels));
        return new ImageSet(
            Concat(parts.ConvertAll(part => part.Pixels)), labels, labels.Length, info.Channels, info.Height, info.Width);
    }

    private static byte[] Concat(List<byte[]> parts)
    {
        var filled = parts.FindAll(part => part.Length > 0);
        if (filled is [var only])
            return only;
        var whole = GC.AllocateUninitializedArray<byte>(filled.Sum(part => part.Length));
        var at = 0;
        foreach (var part in filled)
        {
            part.CopyTo(whole, at);
            at += part.Length;
        }

        return whole;
    }
}

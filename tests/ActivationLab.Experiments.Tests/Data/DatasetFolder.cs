using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Data;

/// <summary>What tests of data files do with a folder.</summary>
internal static class DatasetFolder
{
    /// <summary>Writes files into a folder inside it.</summary>
    public static void Write(
        this TemporaryFolder root, string folder, IReadOnlyDictionary<string, byte[]> contents,
        Func<string, string>? rename = null, Func<byte[], byte[]>? encode = null)
    {
        Directory.CreateDirectory(root[folder]);
        foreach (var (name, content) in contents)
            File.WriteAllBytes(root[folder, rename?.Invoke(name) ?? name], encode?.Invoke(content) ?? content);
    }

    /// <summary>Every ordinary file in it with its content, to see that nothing changed.</summary>
    public static IReadOnlyDictionary<string, string> Snapshot(this TemporaryFolder root) => Directory
        .EnumerateFiles(root.Root, "*", SearchOption.AllDirectories)
        .Where(path => new FileInfo(path).LinkTarget is null)
        .ToDictionary(path => path, path => TinyDatasets.Sha256(File.ReadAllBytes(path)));
}

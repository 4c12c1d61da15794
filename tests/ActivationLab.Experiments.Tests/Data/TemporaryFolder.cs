namespace ActivationLab.Experiments.Tests.Data;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("activationlab-data-").FullName;

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes files into a folder inside it.</summary>
    public void Write(string folder, IReadOnlyDictionary<string, byte[]> contents, Func<string, string>? rename = null, Func<byte[], byte[]>? encode = null)
    {
        Directory.CreateDirectory(this[folder]);
        foreach (var (name, content) in contents)
            File.WriteAllBytes(this[folder, rename?.Invoke(name) ?? name], encode?.Invoke(content) ?? content);
    }

    /// <summary>Every ordinary file in it with its content, to see that nothing changed.</summary>
    public IReadOnlyDictionary<string, string> Snapshot() => Directory
        .EnumerateFiles(Path, "*", SearchOption.AllDirectories)
        .Where(path => new FileInfo(path).LinkTarget is null)
        .ToDictionary(path => path, path => TinyDatasets.Sha256(File.ReadAllBytes(path)));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

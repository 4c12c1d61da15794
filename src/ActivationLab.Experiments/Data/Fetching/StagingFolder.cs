namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>
/// A fetch's own folder inside the place of the files. A locked file beside it says that its process lives; folders whose lock
/// is free were left by a process that died, and the next fetch removes them.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    private const string Prefix = ".fetch-";
    private const string LockSuffix = ".lock";

    private readonly string _path;
    private readonly FileStream _lock;
    private int _folders;

    private StagingFolder(string path)
    {
        _path = path;
        // The lock is held before the folder exists, so a folder without a held lock is dead.
        _lock = new FileStream(path + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Directory.CreateDirectory(path);
    }

    public static StagingFolder Create(string target)
    {
        Directory.CreateDirectory(target);
        foreach (var folder in Directory.EnumerateDirectories(target, Prefix + "*").ToList())
            RemoveIfDead(folder);
        return new StagingFolder(Path.Combine(target, Prefix + Guid.NewGuid().ToString("N")));
    }

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_path, $"{++_folders}")).FullName;

    public void Dispose()
    {
        Remove(_path);
        File.Delete(_path + LockSuffix);
        _lock.Dispose();
    }

    private static void RemoveIfDead(string folder)
    {
        try
        {
            using var dead = new FileStream(folder + LockSuffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            Remove(folder);
            File.Delete(folder + LockSuffix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its process lives, or it is somebody else's: either way it is not ours to remove.
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process was quicker.
        }
    }
}

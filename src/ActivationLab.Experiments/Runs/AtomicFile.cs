using System.Text;

namespace ActivationLab.Experiments.Runs;

/// <summary>Writes whole files: at every moment, and after a crash, a file has either its old content or its new one.</summary>
public static class AtomicFile
{
    /// <summary>Replaces the file's content by a text, as UTF-8 without a byte order mark.</summary>
    /// <exception cref="UserException">The file could not be written; what was there before is still there.</exception>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Replaces the file's content.</summary>
    /// <exception cref="UserException">The file could not be written; what was there before is still there.</exception>
    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Replaces the file's content by what <paramref name="write"/> puts into the stream.</summary>
    /// <exception cref="UserException">The file could not be written; what was there before is still there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        // A rename would put a file in the place of the device, for every program of the machine.
        if (FolderOf(path) == "/dev")
            throw new UserException($"{path}: is a device, not a file; name a file");
        // In the same folder, since a rename is atomic only within one file system.
        var temporary = Path.Combine(FolderOf(path), $"{LeftoverStart(path)}{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16))
            {
                write(stream);
                // Before the rename: otherwise a power cut can leave the new name with no content.
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        // ArgumentOutOfRangeException: how .NET says that a write would exceed the limit of a file's size.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            DeleteQuietly(temporary);
            throw FileProblem.Writing(path, error);
        }
        catch
        {
            DeleteQuietly(temporary);
            throw;
        }
    }

    /// <summary>Deletes what killed writers of this file left beside it. Only for a caller that keeps other writers away.</summary>
    internal static void DeleteLeftovers(string path)
    {
        foreach (var leftover in Directory.EnumerateFiles(FolderOf(path), $"{LeftoverStart(path)}*.tmp"))
            DeleteQuietly(leftover);
    }

    /// <summary>Deletes what killed writers of any file of a folder left there. Only for a caller that keeps other writers away.</summary>
    internal static void DeleteLeftoversIn(string folder)
    {
        foreach (var leftover in Directory.EnumerateFiles(folder, ".*.tmp"))
            DeleteQuietly(leftover);
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static string LeftoverStart(string path) => $".{Path.GetFileName(path)}.";

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A leftover does no harm; what made the writing fail is reported.
        }
    }
}

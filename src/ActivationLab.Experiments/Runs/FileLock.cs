using System.Diagnostics;
using System.Globalization;

namespace ActivationLab.Experiments.Runs;

/// <summary>
/// A lock between processes and threads, held by keeping a file open exclusively (flock). The operating system lets go of it however
/// the holder ends, so what a killed process leaves behind is simply taken over.
/// </summary>
internal sealed class FileLock : IDisposable
{
    // EWOULDBLOCK of Linux and ERROR_SHARING_VIOLATION of Windows: how .NET says that the file is open elsewhere.
    private const int WouldBlock = 11, SharingViolation = unchecked((int)0x80070020);

    private readonly string _path;
    private readonly FileStream _file;

    private FileLock(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>Takes the lock, or returns null if somebody has it.</summary>
    /// <exception cref="UserException">The lock file cannot be made.</exception>
    public static FileLock? TryTake(string path)
    {
        try
        {
            while (true)
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                try
                {
                    if (IsStillNamed(path, file))
                    {
                        File.WriteAllText(HolderFile(path), string.Create(CultureInfo.InvariantCulture,
                            $"process {Environment.ProcessId} on {Environment.MachineName} since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC\n"));
                        return new FileLock(path, file);
                    }
                }
                catch
                {
                    // An open file would go on being a lock that nobody holds.
                    file.Dispose();
                    throw;
                }
                file.Dispose();
            }
        }
        catch (IOException error) when (error.HResult is WouldBlock or SharingViolation)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileProblem.Writing(path, error);
        }
    }

    /// <summary>Takes the lock as soon as it is free.</summary>
    /// <exception cref="UserException">The lock file cannot be made, or stayed taken for all of <paramref name="patience"/>.</exception>
    public static FileLock Take(string path, TimeSpan patience)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            if (TryTake(path) is { } taken)
                return taken;
            if (waiting.Elapsed > patience)
                throw new UserException($"{path}: held by {Holder(path)} for more than {patience.TotalSeconds:0} seconds; stop that process if it hangs");
            // Uneven, so that many waiting processes do not ask in step.
            Thread.Sleep(Random.Shared.Next(2, 20));
        }
    }

    /// <summary>Who holds the lock, in words: process, host and since when.</summary>
    public static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(HolderFile(path)).Trim() is { Length: > 0 } words ? words : "another process";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    /// <summary>When the holder of a lock last showed that it lives; null when there is no sign of one.</summary>
    public static DateTimeOffset? LastSign(string path)
    {
        var holder = new FileInfo(HolderFile(path));
        try
        {
            return holder.Exists ? holder.LastWriteTimeUtc : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Shows that the holder lives. Never fails: a sign less is no harm to what the lock is held for.</summary>
    public void ShowSign()
    {
        try
        {
            File.SetLastWriteTimeUtc(HolderFile(_path), DateTime.UtcNow);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The file system may be away for a while.
        }
    }

    /// <summary>Lets go, and removes the lock's files.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(HolderFile(_path));
            File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file without a holder is no lock.
        }
        _file.Dispose();
    }

    // A file of its own: the exclusively open one cannot be read by those who want to know.
    private static string HolderFile(string path) => path + ".holder";

    /// <summary>Whether a locked file still has the name that it was opened by.</summary>
    /// <remarks>
    /// The last holder may have removed the name between our opening of the file and our lock on it; then somebody else may already
    /// hold a new file of that name. A time stamp set through the handle and read through the name tells whether they are the same.
    /// </remarks>
    internal static bool IsStillNamed(string path, FileStream file)
    {
        var stamp = DateTime.UnixEpoch.AddSeconds(2 * Random.Shared.Next(int.MaxValue / 2));
        File.SetLastWriteTimeUtc(file.SafeFileHandle, stamp);
        var named = File.GetLastWriteTimeUtc(path) == stamp;
        File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UtcNow);
        return named;
    }
}

using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockFile => _folder["a.lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryTake_held_lock_is_refused_until_it_is_let_go()
    {
        using (FileLock.TryTake(LockFile))
        {
            Assert.Null(FileLock.TryTake(LockFile));
            Assert.Matches($@"^process {Environment.ProcessId} on {Environment.MachineName} since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC$", FileLock.Holder(LockFile));
        }
        using var again = FileLock.TryTake(LockFile);
        Assert.NotNull(again);
    }

    [Fact]
    public void Dispose_removes_every_file_of_the_lock()
    {
        FileLock.TryTake(LockFile)!.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [FactWithPath("/usr/bin/flock")]
    public void TryTake_lock_of_another_process_is_refused_and_taken_over_when_that_is_killed()
    {
        using var other = ChildProcess.HoldLock(LockFile);
        Assert.Null(FileLock.TryTake(LockFile));
        Assert.Equal("another process", FileLock.Holder(LockFile));
        other.Kill();
        other.WaitForExit();
        Assert.True(File.Exists(LockFile)); // stale
        using var taken = FileLock.TryTake(LockFile);
        Assert.NotNull(taken);
        Assert.StartsWith($"process {Environment.ProcessId} ", FileLock.Holder(LockFile));
    }

    [Fact]
    public void IsStillNamed_sees_that_the_name_went_to_another_file()
    {
        using var file = new FileStream(LockFile, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Assert.True(FileLock.IsStillNamed(LockFile, file));
        File.Delete(LockFile);
        Assert.False(FileLock.IsStillNamed(LockFile, file));
        File.WriteAllText(LockFile, "");
        Assert.False(FileLock.IsStillNamed(LockFile, file));
    }

    [Fact]
    public void Take_admits_one_at_a_time()
    {
        var inside = 0;
        var entered = 0;
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            using var held = FileLock.Take(LockFile, TimeSpan.FromMinutes(1));
            Assert.Equal(1, Interlocked.Increment(ref inside));
            entered++; // safe only under the lock
            Interlocked.Decrement(ref inside);
        });
        Assert.Equal(400, entered);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void Take_gives_up_and_names_the_holder()
    {
        using var held = FileLock.TryTake(LockFile);
        var error = Assert.Throws<UserException>(() => FileLock.Take(LockFile, TimeSpan.Zero));
        Assert.Contains($"held by process {Environment.ProcessId} on ", error.Message);
    }

    [Fact]
    public void TryTake_below_a_file_says_so()
    {
        File.WriteAllText(_folder["x"], "");
        Assert.Contains("is a file where a folder is needed", Assert.Throws<UserException>(() => FileLock.TryTake(_folder["x", "a.lock"])).Message);
    }
}

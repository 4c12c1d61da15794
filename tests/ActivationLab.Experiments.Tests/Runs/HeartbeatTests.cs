using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class HeartbeatTests : IDisposable
{
    private static readonly DateTime s_longAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    private string LockFile => _folder["a.lock"];

    private string HolderFile => _folder["a.lock.holder"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Beat_makes_a_silent_holder_one_that_lives()
    {
        using var held = FileLock.TryTake(LockFile)!;
        using var heartbeat = new Heartbeat(held, _time);
        File.SetLastWriteTimeUtc(HolderFile, s_longAgo);
        Assert.False(Heartbeat.IsBeating(LockFile, DateTimeOffset.UtcNow));

        _time.Fire();

        Assert.True(Heartbeat.IsBeating(LockFile, DateTimeOffset.UtcNow));
        Assert.False(Heartbeat.IsBeating(LockFile, DateTimeOffset.UtcNow + Heartbeat.Patience));
        Assert.Equal([TimeSpan.FromSeconds(10)], _time.Periods);
    }

    [Fact]
    public void Beat_without_its_file_is_passed_over()
    {
        using var held = FileLock.TryTake(LockFile)!;
        using var heartbeat = new Heartbeat(held, _time);
        File.Delete(HolderFile);

        _time.Fire();

        Assert.False(File.Exists(HolderFile));
        Assert.False(Heartbeat.IsBeating(LockFile, DateTimeOffset.UtcNow));
    }

    // The file may then be that of the next holder.
    [Fact]
    public void Dispose_lets_no_beat_follow()
    {
        using var held = FileLock.TryTake(LockFile)!;
        new Heartbeat(held, _time).Dispose();
        File.SetLastWriteTimeUtc(HolderFile, s_longAgo);

        _time.Fire();

        Assert.Equal(s_longAgo, File.GetLastWriteTimeUtc(HolderFile));
        Assert.Empty(_time.Periods);
    }

    [Fact]
    public void RunWriter_lives_from_the_opening_of_its_folder_to_its_end()
    {
        var run = RunFolder.For(_folder.Root, new Experiment { Name = "study" });
        var lockFile = RunFolder.LockFileOf(run.FullName);
        using (run.Open(fresh: false))
            Assert.True(Heartbeat.IsBeating(lockFile, DateTimeOffset.UtcNow));
        Assert.False(Heartbeat.IsBeating(lockFile, DateTimeOffset.UtcNow));
    }
}

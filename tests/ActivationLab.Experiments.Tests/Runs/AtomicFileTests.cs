using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WriteAllText_replaces_and_leaves_nothing_else()
    {
        AtomicFile.WriteAllText(_folder["a.txt"], "one");
        AtomicFile.WriteAllText(_folder["a.txt"], "zwei ü");
        Assert.Equal("zwei ü"u8.ToArray(), File.ReadAllBytes(_folder["a.txt"]));
        Assert.Equal([_folder["a.txt"]], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void Write_shows_the_old_content_until_it_is_done()
    {
        AtomicFile.WriteAllText(_folder["a.txt"], "old");
        AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        });
        Assert.Equal("new", File.ReadAllText(_folder["a.txt"]));
    }

    [Fact]
    public void Write_that_throws_keeps_the_old_content_and_its_exception()
    {
        AtomicFile.WriteAllText(_folder["a.txt"], "old");
        Assert.Throws<FormatException>(() => AtomicFile.Write(_folder["a.txt"], _ => throw new FormatException()));
        Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Root));
    }

    [FactWithPath("/dev/full")]
    public void Write_to_a_full_disk_keeps_the_old_content_and_says_so()
    {
        AtomicFile.WriteAllText(_folder["a.txt"], "old");
        var error = Assert.Throws<UserException>(() => AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.Write(new byte[100_000]);
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write); // the real error of a full disk
            full.Write(new byte[1]);
            full.Flush();
        }));
        Assert.Equal($"{_folder["a.txt"]}: cannot be written: the disk is full; what was there before is unchanged", error.Message);
        Assert.Equal(1, error.ExitCode);
        Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void Write_over_a_folder_says_so_and_leaves_it()
    {
        Directory.CreateDirectory(_folder["a.txt", "inner"]);
        var error = Assert.Throws<UserException>(() => AtomicFile.WriteAllText(_folder["a.txt"], "new"));
        Assert.Contains("a folder of that name is in its place", error.Message);
        Assert.True(Directory.Exists(_folder["a.txt", "inner"]));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void Write_below_a_file_names_that_file()
    {
        File.WriteAllText(_folder["runs"], "");
        var error = Assert.Throws<UserException>(() => AtomicFile.WriteAllText(_folder["runs", "x", "a.txt"], "new"));
        Assert.Contains($"{_folder["runs"]} is a file where a folder is needed", error.Message);
    }

    [Fact]
    public void Write_into_a_missing_folder_says_so()
    {
        var error = Assert.Throws<UserException>(() => AtomicFile.WriteAllText(_folder["none", "a.txt"], "new"));
        Assert.Contains("its folder does not exist", error.Message);
    }

    [FactWithPath("/proc/self")]
    public void Write_without_permission_is_one_clear_line()
    {
        // Not even root may make files here.
        var error = Assert.Throws<UserException>(() => AtomicFile.WriteAllText("/proc/self/a.txt", "new"));
        Assert.StartsWith("/proc/self/a.txt: cannot be written: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void DeleteLeftovers_takes_only_those_of_the_file()
    {
        string[] names = [".a.csv.0123.tmp", ".ba.csv.0123.tmp", "a.csv", ".a.csv.lock"];
        foreach (var name in names)
            File.WriteAllText(_folder[name], "");
        AtomicFile.DeleteLeftovers(_folder["a.csv"]);
        Assert.Equal([".a.csv.lock", ".ba.csv.0123.tmp", "a.csv"], Directory.GetFiles(_folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // The device must not be one that exists: a wrong program that may do so would replace it.
    [LinuxFact]
    public void WriteAllText_in_the_place_of_a_device_is_refused()
    {
        const string device = "/dev/activationlab-test";

        var refused = Assert.Throws<UserException>(() => AtomicFile.WriteAllText(device, "x"));

        Assert.Equal("/dev/activationlab-test: is a device, not a file; name a file", refused.Message);
        Assert.False(File.Exists(device));
    }
}

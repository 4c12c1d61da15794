using TorchSharp;

namespace SystemTorch.Tests.Native;

public class DependenciesTests
{
    [Fact]
    public void List_names_a_library_after_those_that_it_needs()
    {
        var names = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "libtorch-dependencies.txt"));
        // Empty for a libtorch that is not the system's.
        if (names.Length == 0)
            return;

        int Place(string start) => Array.FindIndex(names, name => name.StartsWith(start, StringComparison.Ordinal));
        Assert.InRange(Place("libc.so"), 0, Place("libstdc++.so") - 1);
        Assert.InRange(Place("libstdc++.so"), 0, Place("libc10.so") - 1);
        Assert.True(names.Index().All(name => name.Item.Contains('/') == name.Index < StandIns(names).Length));
    }

    [Fact]
    public void Libraries_that_libtorch_uses_nothing_of_are_not_loaded()
    {
        _ = torch.get_num_threads();
        var standIns = StandIns(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "libtorch-dependencies.txt")));
        var loaded = LoadedFiles();

        Assert.All(standIns, name =>
        {
            var file = Path.Combine(AppContext.BaseDirectory, name);
            Assert.True(File.Exists(file));
            Assert.Equal([file], loaded.Where(path => Path.GetFileName(path).StartsWith(Path.GetFileName(name), StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void Process_has_one_blas()
    {
        using var _ = torch.ones([2, 2]).mm(torch.ones([2, 2]));

        Assert.InRange(LoadedFiles().Count(path => Path.GetFileName(path).StartsWith("libblas.so", StringComparison.Ordinal)), 0, 1);
    }

    private static string[] StandIns(string[] names) => [.. names.Where(name => name.StartsWith("libtorch-unused/", StringComparison.Ordinal))];

    private static string[] LoadedFiles() => [.. File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..]).Distinct()];
}

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
        Assert.All(names, name => Assert.DoesNotContain('/', name));
    }

    [Fact]
    public void Process_has_one_blas()
    {
        using var _ = torch.ones([2, 2]).mm(torch.ones([2, 2]));

        var maps = File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..]).Distinct();
        Assert.InRange(maps.Count(path => Path.GetFileName(path).StartsWith("libblas.so", StringComparison.Ordinal)), 0, 1);
    }
}

using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Tests.Data;

public sealed class DataFolderTests
{
    [Theory]
    [InlineData("/given", "/named", "/cache", "/home/a", "/given")]
    [InlineData(null, "/named", "/cache", "/home/a", "/named")]
    [InlineData("", "/named", "/cache", "/home/a", "/named")]
    [InlineData(null, null, "/cache", "/home/a", "/cache/activationlab")]
    [InlineData(null, "", null, "/home/a", "/home/a/.cache/activationlab")]
    [InlineData(null, null, "relative", "/home/a", "/home/a/.cache/activationlab")]
    public void Resolve_takes_the_first_that_is_set(string? given, string? named, string? cache, string? home, string expected) =>
        Assert.Equal(expected, DataFolder.Resolve(given, Environment(named, cache, home)));

    [Fact]
    public void Resolve_relative_folder_is_made_absolute() =>
        Assert.Equal(Path.GetFullPath("data"), DataFolder.Resolve("data", Environment(null, null, null)));

    [Fact]
    public void Resolve_without_a_home_names_the_variable_to_set()
    {
        var error = Assert.Throws<UserException>(() => DataFolder.Resolve(null, Environment(null, null, null)));

        Assert.Contains("set ACTIVATIONLAB_DATA", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.ExitCode);
    }

    private static Func<string, string?> Environment(string? named, string? cache, string? home) => variable => variable switch
    {
        "ACTIVATIONLAB_DATA" => named,
        "XDG_CACHE_HOME" => cache,
        "HOME" => home,
        _ => null,
    };
}

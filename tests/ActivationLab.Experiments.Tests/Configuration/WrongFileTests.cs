using System.Runtime.Versioning;
using System.Text;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Configuration;

public sealed class WrongFileTests : IDisposable
{
    private readonly ConfigurationFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_missing_file_says_so() => AssertProblem(folder.At("mnist.yaml"), "no such file");

    [Theory]
    [InlineData("mnist-cnn-leakey.yaml")]
    [InlineData("mnist-cnn-leaky.json")]
    [InlineData("mnist-cnn-leaky")]
    public void Load_misspelt_file_suggests_the_near_one(string name)
    {
        var near = folder.Write("mnist-cnn-leaky.yaml", "{}");
        folder.Write("notes.txt", "");

        AssertProblem(folder.At(name), $"no such file (did you mean {near}?)");
    }

    [Fact]
    public void Load_file_in_missing_folder_says_so() => AssertProblem(folder.At("nowhere/mnist.yaml"), "no such file");

    [Fact]
    public void Load_folder_says_so()
    {
        Directory.CreateDirectory(folder.At("folder.yaml"));

        AssertProblem(folder.At("folder.yaml"), "is a folder, not a configuration file");
    }

    [Fact]
    public void Load_other_extension_names_the_known_ones() => AssertProblem(
        folder.Write("experiment.toml", "seed = 1"), "is not a configuration file: its name must end in .yaml, .yml or .json");

    [Theory]
    [InlineData("binary.yaml")]
    [InlineData("binary.json")]
    public void Load_binary_file_says_so(string name) => AssertProblem(
        folder.Write(name, [0x89, 0x50, 0, 0x47]), "is a binary file, not a configuration (it contains a NUL byte)");

    [Theory]
    [InlineData("latin1.yaml")]
    [InlineData("latin1.json")]
    public void Load_file_not_in_utf8_says_so(string name) => AssertProblem(
        folder.Write(name, Encoding.Latin1.GetBytes("{\"name\": \"größe\"}")), "is not a text file in UTF-8");

    [Fact]
    public void Load_too_large_file_says_so() => AssertProblem(
        folder.Write("large.yaml", "{}" + new string(' ', 1 << 20)), "is larger than 1 MiB, too large for a configuration");

    [Fact]
    public void Load_file_as_large_as_allowed_is_read() =>
        Assert.Empty(ExperimentLoader.Check(folder.Write("large.json", "{}" + new string(' ', (1 << 20) - 2)), []));

    [LinuxFact]
    public void Load_file_that_fails_to_be_read_says_so()
    {
        // Address 0 of a process is never mapped, so that reading it is an input/output error, for root too.
        File.CreateSymbolicLink(folder.At("memory.yaml"), "/proc/self/mem");

        AssertProblem(folder.At("memory.yaml"), "cannot be read: ");
    }

    [LinuxFact(SkipForRoot = true)]
    [UnsupportedOSPlatform("windows")]
    public void Load_file_without_permission_says_so()
    {
        var path = folder.Write("secret.yaml", "{}");
        File.SetUnixFileMode(path, UnixFileMode.None);

        AssertProblem(path, "cannot be read: permission denied");
    }

    [Theory]
    [InlineData("bom.yaml", "seed: x", 7)]
    [InlineData("bom.json", "{\"seed\": true}", 10)]
    public void Load_byte_order_mark_is_no_character_of_the_first_line(string name, string text, int column)
    {
        var path = folder.Write(name, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]);

        var problem = Assert.Single(ExperimentLoader.Check(path, []));
        Assert.Equal((1, column, "seed"), (problem.Line, problem.Column, problem.Key));
    }

    [Fact]
    public void Load_name_with_line_break_stays_one_line()
    {
        var exception = Assert.Throws<ConfigurationException>(() => ExperimentLoader.Load("a\nb.yaml", []));

        Assert.Equal("a\\u000ab.yaml: no such file", exception.Message);
    }

    private static void AssertProblem(string path, string message)
    {
        var exception = Assert.Throws<ConfigurationException>(() => ExperimentLoader.Load(path, ["seed=1"]));
        Assert.Equal(2, exception.ExitCode);
        Assert.DoesNotContain('\n', exception.Message);
        if (message.EndsWith(": ", StringComparison.Ordinal))
            Assert.StartsWith($"{path}: {message}", exception.Message);
        else
            Assert.Equal($"{path}: {message}", exception.Message);
    }
}

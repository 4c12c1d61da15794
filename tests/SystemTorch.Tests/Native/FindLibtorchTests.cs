using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using SystemTorch.Tests.PyTorch;

namespace SystemTorch.Tests.Native;

/// <summary>Where the door's build looks for libtorch: configured only, not built.</summary>
public sealed class FindLibtorchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("find-libtorch");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Folder_without_libtorch_is_named_with_the_cure()
    {
        var empty = _folder.CreateSubdirectory("empty").FullName;
        var (code, output) = Configure(("LIBTORCH", empty));
        Assert.NotEqual(0, code);
        Assert.Contains($"no ATen/ATen.h in LIBTORCH={empty}", output);
        Assert.Contains("or set LIBTORCH to a libtorch folder, or LIBTORCH_USE_PYTORCH=1 to use an installed PyTorch", output);
    }

    [Fact]
    public void Python_without_torch_is_named_with_the_cure()
    {
        var (code, output) = Configure(("LIBTORCH", null), ("LIBTORCH_USE_PYTORCH", "1"), ("PATH", PathWithPython("/bin/false")));
        Assert.NotEqual(0, code);
        Assert.Contains("LIBTORCH_USE_PYTORCH=1, but python3 cannot import torch", output);
        Assert.Contains("install Debian's libtorch-dev", output);
    }

    [PyTorchFact]
    public void Libtorch_of_PyTorch_is_found()
    {
        var (code, output) = Configure(
            ("LIBTORCH", null), ("LIBTORCH_USE_PYTORCH", "1"), ("PATH", PathWithPython("/usr/bin/python3")));
        Assert.Contains("libtorch: the PyTorch of python3", output);
        Assert.Equal(0, code);
    }

    // The path with a folder before it whose python3 is the given program.
    private string PathWithPython(string program)
    {
        var folder = _folder.CreateSubdirectory("bin").FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "python3"), program);
        return $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    private (int Code, string Output) Configure(params (string Name, string? Value)[] variables)
    {
        var start = new ProcessStartInfo("cmake", ["-S", NativeFolder(), "-B", Path.Combine(_folder.FullName, "build")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var cmake = Process.Start(start)!;
        var errors = cmake.StandardError.ReadToEndAsync();
        var output = cmake.StandardOutput.ReadToEnd() + errors.Result;
        cmake.WaitForExit();
        // CMake breaks its messages into lines.
        return (cmake.ExitCode, Regex.Replace(output, @"\s+", " "));
    }

    private static string NativeFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/SystemTorch/native"));
}

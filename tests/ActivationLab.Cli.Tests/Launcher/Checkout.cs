using System.Diagnostics;

namespace ActivationLab.Cli.Tests.Launcher;

/// <summary>
/// A small checkout with the real launcher and its scripts, on a machine made of stand-ins: PATH holds links to a few
/// ordinary tools and scripts in place of dotnet, cmake, apt-get and the like, which write down how they were called.
/// </summary>
internal sealed class Checkout : IDisposable
{
    private static readonly string[] OrdinaryTools =
        ["bash", "awk", "cat", "env", "find", "flock", "grep", "head", "mkdir", "mv", "readlink", "rm", "sed", "sleep", "tail", "timeout", "touch"];

    private readonly Dictionary<string, string> environment = [];

    public Checkout()
    {
        Folder = Directory.CreateTempSubdirectory("activationlab-launcher-").FullName;
        var repository = RepositoryRoot();
        Directory.CreateDirectory(At("bin"));
        Directory.CreateDirectory(At("repo/scripts"));
        Directory.CreateDirectory(At("repo/src/ActivationLab.Cli"));
        CopyFolder(Path.Combine(repository, "scripts/lib"), At("repo/scripts/lib"));
        foreach (var file in new[] { "activationlab", "Directory.Build.props", "Directory.Packages.props" })
            File.Copy(Path.Combine(repository, file), At($"repo/{file}"));
        File.WriteAllText(Source, "// a source");

        foreach (var tool in OrdinaryTools)
            File.CreateSymbolicLink(At($"bin/{tool}"), new[] { $"/usr/bin/{tool}", $"/bin/{tool}" }.First(File.Exists));
        foreach (var tool in new[] { "c++", "cmake", "make", "npm" })
            AddTool(tool, "");
        // Where the real machine's libtorch is must not matter here.
        Directory.CreateDirectory(At("libtorch/include/ATen"));
        Directory.CreateDirectory(At("libtorch/lib"));
        File.WriteAllText(At("libtorch/include/ATen/ATen.h"), "");
        File.WriteAllText(At("libtorch/lib/libtorch_cpu.so"), "");
        Set("LIBTORCH", At("libtorch"));
        Set("PATH", At("bin"));
        Set("HOME", Folder);
        Set("DOTNET_ROOT", At("nowhere"));
        AddDotnet();
    }

    public string Folder { get; }

    public string Source => At("repo/src/ActivationLab.Cli/Program.cs");

    /// <summary>How often each stand-in was called with what.</summary>
    public string[] Calls => File.Exists(At("calls")) ? File.ReadAllLines(At("calls")) : [];

    public int Builds => Calls.Count(call => call.StartsWith("dotnet build ", StringComparison.Ordinal));

    public string At(string path) => Path.Combine(Folder, path);

    public void Set(string variable, string? value)
    {
        if (value is null)
            environment.Remove(variable);
        else
            environment[variable] = value;
    }

    /// <summary>Puts a script on PATH that writes down its call and goes on with <paramref name="body"/>.</summary>
    public void AddTool(string name, string body)
    {
        var path = At($"bin/{name}");
        File.Delete(path);
        File.WriteAllText(path, $"#!{At("bin/bash")}\necho \"{name} $*\" >>'{At("calls")}'\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void RemoveTool(string name) => File.Delete(At($"bin/{name}"));

    /// <summary>A dotnet whose builds leave a program that prints its arguments, and whose feeds have only the packages of one provider, if any.</summary>
    public void AddDotnet(string sdk = "10.0.100", string restores = "nothing", string buildFails = "false", string publishFails = "false") => AddTool("dotnet", $$"""
        case $1 in
          --list-sdks) [[ -z '{{sdk}}' ]] || echo '{{sdk}} [/usr/share/dotnet/sdk]' ;;
          restore) [[ $* == *-p:Torch={{restores}}* ]] || { echo 'error NU1101: Unable to find package'; exit 1; } ;;
          package) echo '"0.107.0"' ;;
          build)
            {{buildFails}} && { echo 'Program.cs(1,1): error CS1002: ; expected [x.csproj]'; exit 1; }
            [[ $* =~ -p:Torch=([a-z]+) ]]
            out=$PWD/artifacts/${BASH_REMATCH[1]}/bin/ActivationLab.Cli/release
            mkdir -p "$out" && sleep 0.3 && touch "$out/activationlab.dll" ;;
          publish)
            {{publishFails}} && { echo 'error NU1101: Unable to find package Microsoft.NETCore.App.Crossgen2'; exit 1; }
            [[ $* =~ ' -o '([^ ]+) ]]
            mkdir -p "${BASH_REMATCH[1]}" && touch "${BASH_REMATCH[1]}/activationlab.dll" ;;
          exec)
            shift 2
            printf -v arguments ' [%s]' "$@"
            echo "in $PWD:$arguments"
            [[ $1 != fail ]] || exit 3 ;;
        esac
        """);

    /// <summary>Runs the launcher as a user would, from <paramref name="from"/> (the temporary folder if null).</summary>
    public Outcome Run(string arguments = "", string? from = null, string? launcher = null)
    {
        using var process = Start(arguments, from, launcher);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Trim(), errors.Result.Trim());
    }

    public Process Start(string arguments = "", string? from = null, string? launcher = null)
    {
        var start = new ProcessStartInfo(At("bin/bash"), $"{launcher ?? At("repo/activationlab")} {arguments}")
        {
            WorkingDirectory = from ?? Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ActivationLab.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run inside the repository");
        return folder;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}

/// <summary>How a run of the launcher ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors);

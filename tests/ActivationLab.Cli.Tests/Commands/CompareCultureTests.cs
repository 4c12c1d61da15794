using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ActivationLab.Cli.Tests.Commands;

/// <summary>
/// The built program under the machine's own German and Turkish culture data, upper and lower case included. It is shipped with the invariant
/// culture only; here that is switched off, so that a number or a word that is written by the culture would be seen.
/// </summary>
public class CompareCultureTests
{
    [IcuTheory]
    [InlineData("--csv")]
    [InlineData("--markdown")]
    [InlineData("--latex")]
    public async Task Compare_under_German_and_Turkish_culture_prints_the_same_bytes(string format)
    {
        using var lab = new Lab();
        var study = CompareCommandTests.Study(lab);
        var config = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(BuiltProgram.ProgramFile, "runtimeconfig.json")))!;
        config["runtimeOptions"]!["configProperties"]!["System.Globalization.Invariant"] = false;
        var settings = lab.Write("cultures.runtimeconfig.json", config.ToJsonString());
        Assert.Equal(0, lab.Run("compare", study, format, "--baseline", "RELU"));

        foreach (var locale in new[] { "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8" })
        {
            using var process = Process.Start(new ProcessStartInfo(BuiltProgram.Dotnet,
                ["exec", "--runtimeconfig", settings, BuiltProgram.ProgramFile, "compare", study, format, "--baseline", "RELU"])
            {
                Environment = { ["LC_ALL"] = locale },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var (code, output) = await BuiltProgram.EndAsync(process);
            Assert.Equal((0, lab.Out.ToString()), (code, output));
        }
    }

    /// <summary>A theory that needs ICU, where .NET has its cultures from; skipped where it is not installed.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class IcuTheoryAttribute : TheoryAttribute
    {
        public IcuTheoryAttribute()
        {
            var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true };
            string[] folders = ["/usr/lib", "/usr/lib64"];
            if (!folders.Where(Directory.Exists).Any(folder => Directory.EnumerateFiles(folder, "libicuuc.so.*", options).Any()))
                Skip = "needs ICU (Debian: libicu)";
        }
    }
}

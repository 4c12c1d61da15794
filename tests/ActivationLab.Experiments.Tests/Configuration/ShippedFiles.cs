using System.Runtime.CompilerServices;

namespace ActivationLab.Experiments.Tests.Configuration;

/// <summary>The files in <c>configs/</c>.</summary>
internal static class ShippedFiles
{
    public static string Folder { get; } = FindFolder();

    public static string Schema => Path.Combine(Folder, "experiment.schema.json");

    public static string SweepSchema => Path.Combine(Folder, "sweep.schema.json");

    /// <summary>The names of the sweeps.</summary>
    public static IReadOnlyList<string> Sweeps =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "sweeps")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>The names of the experiments.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).Where(IsExperiment).Order(StringComparer.Ordinal)];

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static string SweepOf(string name) => Path.Combine(Folder, "sweeps", name);

    private static bool IsExperiment(string name) =>
        name.EndsWith(".yaml", StringComparison.Ordinal) || (name.EndsWith(".json", StringComparison.Ordinal) && !name.EndsWith(".schema.json", StringComparison.Ordinal));

    private static string FindFolder([CallerFilePath] string source = "")
    {
        var folder = Path.GetDirectoryName(source)!;
        while (!File.Exists(Path.Combine(folder, "ActivationLab.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no ActivationLab.sln above {source}");
        return Path.Combine(folder, "configs");
    }
}

using System.Reflection;

namespace ActivationLab.Experiments.Runtime;

/// <summary>What this build says of itself.</summary>
public static class ThisProgram
{
    // The SDK appends the commit: 0.1.0+e9fc4f1…
    private static readonly string[] s_parts = FullVersion.Split('+', 2);

    /// <summary>Version and, where it was built in a repository, commit: <c>0.1.0+e9fc4f1…</c>.</summary>
    public static string FullVersion =>
        typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Version alone: <c>0.1.0</c>.</summary>
    public static string Version => s_parts[0];

    /// <summary>The commit it was built from; null when it was not built in a repository.</summary>
    public static string? Commit => s_parts.Length > 1 ? s_parts[1] : null;

    /// <summary>
    /// How this process was started, without the user's arguments: <c>dotnet exec</c> and the program's file, or the program's own executable
    /// file. Paths are absolute.
    /// </summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            var program = Environment.ProcessPath ?? throw new InvalidOperationException("the system does not tell which program this is");
            return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, "exec", Assembly.GetEntryAssembly()!.Location] : [program];
        }
    }
}

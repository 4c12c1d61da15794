using System.Reflection;

namespace ActivationLab.Experiments.Runtime;

/// <summary>What this build says of itself.</summary>
internal static class ThisProgram
{
    /// <summary>Version and, where it was built in a repository, commit: <c>0.1.0+e9fc4f1…</c>.</summary>
    public static string Version { get; } =
        typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}

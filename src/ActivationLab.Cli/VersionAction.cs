using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Cli;

/// <summary>Prints the version, the commit it was built from and the torch provider it was built for, without loading libtorch.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The line.</summary>
    public static string Text
    {
        get
        {
            // The SDK appends the commit: 0.1.0+e9fc4f1…
            var program = typeof(VersionAction).Assembly;
            var parts = program.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);
            var commit = parts.Length > 1 ? $"commit {parts[1][..Math.Min(12, parts[1].Length)]}" : "no commit";
            return $"activationlab {parts[0]} ({commit}, torch provider {TorchRuntime.Provider})";
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Text);
        return ExitCode.Done;
    }
}

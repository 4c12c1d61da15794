using System.CommandLine;
using System.CommandLine.Invocation;
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
            var commit = ThisProgram.Commit is { } hash ? $"commit {hash[..Math.Min(12, hash.Length)]}" : "no commit";
            return $"activationlab {ThisProgram.Version} ({commit}, torch provider {TorchRuntime.Provider})";
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Text);
        return ExitCode.Done;
    }
}

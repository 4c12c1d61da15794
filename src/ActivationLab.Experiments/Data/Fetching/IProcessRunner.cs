namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>Runs other programs.</summary>
public interface IProcessRunner
{
    /// <summary>Runs a program to its end; null if it is not installed. Being stopped ends the program and its children.</summary>
    Task<ProcessResult?> RunAsync(
        string program, IReadOnlyList<string> arguments, string workingFolder, CancellationToken cancellationToken);
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>Its last words, to be put after a sentence; empty if it had none.</summary>
    internal string LastError =>
        Error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? $": {last}" : "";
}

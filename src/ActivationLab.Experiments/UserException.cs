namespace ActivationLab.Experiments;

/// <summary>A mistake or a circumstance that the user can mend. Its message is one line for people; its exit code is the process's.</summary>
public class UserException : Exception
{
    /// <summary>Makes one with the message to print and the exit code to end with.</summary>
    public UserException(string message, int exitCode = 1, Exception? inner = null) : base(message, inner) => ExitCode = exitCode;

    /// <summary>The exit code: 1 for data and runs, 2 for usage and configuration.</summary>
    public int ExitCode { get; }
}

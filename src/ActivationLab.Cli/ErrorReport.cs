using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Cli;

/// <summary>Turns an exception into a line for people and an exit code. A stack trace goes into a file, never to the console.</summary>
internal sealed class ErrorReport(Terminal terminal)
{
    /// <summary>Says what happened and returns the exit code.</summary>
    public int Tell(Exception error, IReadOnlyList<string> args)
    {
        if (terminal.IsDebug)
            terminal.Say(error.ToString());
        switch (error)
        {
            case ConfigurationException configuration:
                foreach (var problem in configuration.Problems)
                    terminal.Say(problem.ToString());
                return configuration.ExitCode;
            case UserException user:
                terminal.Complain(user.Message.ReplaceLineEndings(" "));
                return user.ExitCode;
            case OutOfMemoryException:
                terminal.Complain("there is not enough memory; use a smaller network or batch size");
                return ExitCode.Failed;
            case IOException or UnauthorizedAccessException:
                terminal.Complain(WithDetails(LibtorchMessage.Of(error).TrimEnd('.'), error, args));
                return ExitCode.Failed;
            default:
                terminal.Complain(LibtorchProblem.Of(error) is { } missing ? $"{missing}; see 'activationlab doctor'" : Bug(error, args));
                return ExitCode.Failed;
        }
    }

    private static string Bug(Exception error, IReadOnlyList<string> args) =>
        WithDetails($"a bug: {error.GetType().Name}: {LibtorchMessage.Of(error).TrimEnd('.')}", error, args);

    private static string WithDetails(string what, Exception error, IReadOnlyList<string> args) =>
        CrashLog.Write(error, args) is { } path ? $"{what}; details are in {path}" : $"{what}; ACTIVATIONLAB_DEBUG=1 shows where";
}

using System.CommandLine;
using System.CommandLine.Parsing;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Cli;

/// <summary>What is wrong with a command line: one line a problem, with the nearest word that would be right.</summary>
internal static class UsageErrors
{
    /// <summary>Says the problems and returns the exit code.</summary>
    public static int Report(ParseResult parsed, Terminal terminal)
    {
        var command = FullName(parsed.CommandResult);
        foreach (var problem in Problems(parsed))
            terminal.Complain($"{problem}; see '{command} --help'");
        return ExitCode.Usage;
    }

    private static IEnumerable<string> Problems(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var subcommands = command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name).ToArray();
        var unknownOptions = parsed.UnmatchedTokens.Where(token => token.StartsWith('-')).ToList();
        // What follows an unknown option is its value, and what is missing is what it was meant to be: one mistake, one line.
        if (unknownOptions.Count > 0)
            return unknownOptions.Select(token => $"unknown option '{token}'{DidYouMean(token, OptionNames(parsed.CommandResult))}");
        if (parsed.UnmatchedTokens is [var first, ..])
        {
            var suggestion = DidYouMean(first, subcommands);
            // A command that does something itself may have been given an argument as well as a misspelt command.
            return subcommands.Length > 0 && (command.Action is null || suggestion.Length > 0)
                ? [$"unknown command '{first}'{suggestion}"]
                : parsed.UnmatchedTokens.Select(token => $"unexpected argument '{token}'");
        }
        if (subcommands.Length > 0 && command.Action is null && parsed.CommandResult.Children.All(child => child is not CommandResult))
            return [$"a command is missing: {string.Join(", ", subcommands)}"];
        return parsed.Errors.Select(error => AsClause(error.Message));
    }

    private static string FullName(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{FullName(parent)} {result.Command.Name}" : "activationlab";

    // The root's options for help and version are offered everywhere.
    private static IEnumerable<string> OptionNames(CommandResult? result)
    {
        for (; result is not null; result = result.Parent as CommandResult)
        {
            foreach (var option in result.Command.Options)
                yield return option.Name;
        }
    }

    private static string DidYouMean(string token, IEnumerable<string> known) => Spelling.DidYouMean(token, known);

    private static string AsClause(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');
}

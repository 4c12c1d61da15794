using System.CommandLine.Parsing;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Cli.Commands;

/// <summary>Options whose values are those of an enumeration, in snake_case.</summary>
internal static class ChoiceOf<T> where T : struct, Enum
{
    /// <summary>Reads the value; a wrong one is an error of the command line that says the right ones.</summary>
    public static T Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var choices = Enum.GetValues<T>().ToDictionary(value => SnakeCase.Of(value));
        if (choices.TryGetValue(text, out var choice))
            return choice;
        var option = (result.Parent as OptionResult)?.IdentifierToken?.Value;
        result.AddError($"{option} {text}: must be {Either([.. choices.Keys])}{Spelling.DidYouMean(text, choices.Keys)}");
        return default;
    }

    private static string Either(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
}

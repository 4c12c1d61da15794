namespace ActivationLab.Cli;

/// <summary>A command line as somebody would type it.</summary>
internal static class CommandLineText
{
    private const string Plain = "-_./=:,+@%";

    /// <summary>The arguments, those in quotes that a shell would otherwise change.</summary>
    public static string Of(IEnumerable<string> args) => string.Join(' ', args.Select(Quote));

    private static string Quote(string arg) => arg.Length > 0 && arg.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter))
        ? arg
        : $"'{arg.Replace("'", @"'\''")}'";
}

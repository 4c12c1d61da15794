using System.CommandLine;
using System.CommandLine.Parsing;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Commands;

/// <summary>What the benchmarks have in common: options, of which each call makes a new one, as an option belongs to one command; where the rows go.</summary>
internal static class BenchOptions
{
    /// <summary>CSV in place of the table, or in a file beside it.</summary>
    public static Option<string?> Csv() => new("--csv")
    {
        HelpName = "FILE",
        Description = "also write all figures as CSV into FILE, which ends in .csv; without FILE, print them in place of the table",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Names of activations.</summary>
    public static Option<IReadOnlyList<BenchedActivation>> Activations(string name, string description) => List(
        name, "A,B", description, BenchedActivation.Find,
        word => $"is no activation{Spelling.DidYouMean(word, BenchedActivation.All.Select(activation => activation.Name))}; "
            + $"there are {string.Join(", ", BenchedActivation.All.Select(activation => activation.Name))}");

    /// <summary>A list of words with commas between; a wrong one is an error of the command line.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="helpName">What stands for the list in the help.</param>
    /// <param name="description">What it is.</param>
    /// <param name="read">Reads a word; null if it is wrong.</param>
    /// <param name="problem">What is wrong with a word.</param>
    public static Option<IReadOnlyList<T>> List<T>(string name, string helpName, string description, Func<string, T?> read, Func<string, string> problem)
        where T : class => new(name)
        {
            HelpName = helpName,
            Description = description,
            CustomParser = result => Read(result, name, read, problem),
        };

    /// <summary>Where the CSV goes: null for nowhere, empty for standard output, else a file.</summary>
    /// <exception cref="UserException">The file must not or cannot be written, which must be known before minutes are spent (exit code 2).</exception>
    public static string? CsvTarget(ParseResult parsed, Option<string?> csv)
    {
        if (parsed.GetResult(csv) is not { Implicit: false })
            return null;
        return parsed.GetValue(csv) is { Length: > 0 } ? OutputFile.Of(parsed, csv, ".csv") : "";
    }

    /// <summary>Writes the rows where <see cref="CsvTarget"/> says, and the table unless they stand in its place.</summary>
    public static void Write<T>(Terminal terminal, string? target, IReadOnlyList<T> rows, Action writeTable) where T : class
    {
        if (target is "")
            terminal.Out.Write(CsvTable.Format(rows));
        else
            writeTable();
        if (target is { Length: > 0 })
            CsvTable.Write(target, rows);
    }

    private static List<T> Read<T>(ArgumentResult result, string name, Func<string, T?> read, Func<string, string> problem) where T : class
    {
        var values = new List<T>();
        foreach (var word in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (word.Length == 0)
                result.AddError($"{name} {result.Tokens[0].Value}: a word is missing between or beside commas");
            else if (read(word) is not { } value)
                result.AddError($"{name} {word}: {problem(word)}");
            else if (!values.Contains(value))
                values.Add(value);
        }
        return values;
    }
}

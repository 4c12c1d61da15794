using System.CommandLine;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Commands;

/// <summary>The one file that a command about results writes where it is told to: a table, a page, findings. It never takes a result's place.</summary>
internal static class OutputFile
{
    /// <summary>The ending of a page.</summary>
    public const string PageEnding = ".html";

    // What commands write into folders of their own choice, with an ending that an output can have. Hours of training are behind most of them.
    private static readonly string[] s_results =
    [
        RunFiles.Run, RunFiles.Epochs, RunFiles.Layers, "results.csv", "summary.csv", "trials.csv", "tasks.csv", "jobs.csv", "evaluation.csv", "classes.csv",
        "confusion.csv", "units.csv", "probe.csv", "probe_layers.csv",
    ];

    /// <summary>Where a page goes.</summary>
    /// <param name="usual">Where it goes unless told.</param>
    public static Option<string?> Page(string usual) => new("--output", "-o")
    {
        HelpName = "FILE",
        Description = $"the file to write, which ends in {PageEnding} [default: {usual}]",
    };

    /// <summary>The file that an option names, or null if it names none. To be asked before work is done for the file.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">The option.</param>
    /// <param name="ending">How the file has to end, with the dot: so nothing but an earlier output of its kind can be replaced.</param>
    /// <param name="input">A file that the command reads, if there is one that could be meant by mistake.</param>
    /// <exception cref="UserException">The file must not or cannot be written (exit code 2).</exception>
    public static string? Of(ParseResult parsed, Option<string?> option, string ending, string? input = null)
    {
        if (parsed.GetValue(option) is not { } path)
            return null;
        var problem = Problem(path);
        return problem is null ? path : throw new UserException($"{option.Name} {path}: {problem}", ExitCode.Usage);

        string? Problem(string path)
        {
            // A page is not for a terminal: there the ending is what is wrong.
            if (path == "-" && ending != PageEnding)
                return $"is no file; leave {(option.Arity.MinimumNumberOfValues == 0 ? option.HelpName : "-o")} out to print";
            if (Directory.Exists(path))
                return $"is a folder; name a file in it, one that ends in {ending}";
            if (!Path.GetExtension(path).Equals(ending, StringComparison.OrdinalIgnoreCase))
                return $"does not end in {ending}, as what is written there has to; choose another name";
            if (s_results.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase))
                return "has the name of a file of results, which must not be lost; choose another name";
            var whole = Path.GetFullPath(path);
            if (input is not null && whole == Path.GetFullPath(input))
                return "is what the command reads, which must not be lost; choose another name";
            var folder = Path.GetDirectoryName(whole);
            return Directory.Exists(folder) ? null : $"there is no folder {folder}; make it first";
        }
    }

    /// <summary>Replaces the file by the text and prints its path.</summary>
    /// <exception cref="UserException">It could not be written; what was there before is still there.</exception>
    public static void Write(Terminal terminal, string path, string text)
    {
        AtomicFile.WriteAllText(path, text);
        terminal.Out.WriteLine(path);
    }
}

using System.CommandLine;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Commands;

/// <summary>What the commands that write one HTML page have in common.</summary>
internal static class PageFile
{
    /// <summary>Where the page goes.</summary>
    /// <param name="usual">Where it goes unless told.</param>
    public static Option<string?> Output(string usual) => new("--output", "-o")
    {
        HelpName = "FILE",
        Description = $"the file to write [default: {usual}]",
    };

    /// <summary>Finds out early, before work is done for it, that a page cannot be written.</summary>
    /// <exception cref="UserException">The path is a folder's, or its folder is not there (exit code 2).</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
            throw new UserException($"{path}: is a folder; name a file, such as {Path.Combine(path, "report.html")}", ExitCode.Usage);
        // Nothing but a page may be replaced by one: results.csv is a slip of the keyboard away.
        if (Path.GetExtension(path).ToLowerInvariant() is not (".html" or ".htm"))
            throw new UserException($"{path}: a page is HTML; name a file that ends in .html", ExitCode.Usage);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new UserException($"{path}: there is no folder {folder}; make it first", ExitCode.Usage);
    }

    /// <summary>Replaces the file by the page and prints its path.</summary>
    public static int Write(Terminal terminal, string path, string page)
    {
        Check(path);
        AtomicFile.WriteAllText(path, page);
        terminal.Out.WriteLine(path);
        return ExitCode.Done;
    }
}

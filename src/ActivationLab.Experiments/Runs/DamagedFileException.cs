namespace ActivationLab.Experiments.Runs;

/// <summary>A file of a run does not hold what it should: cut short, altered, or something else altogether.</summary>
public sealed class DamagedFileException : UserException
{
    /// <summary>Makes one for a file, or a place in it (<c>path:line</c>), and what is wrong there.</summary>
    public DamagedFileException(string where, string what, Exception? inner = null)
        : base($"{where}: {OneLine(what)}; the file is damaged or was changed by hand", 1, inner)
    {
    }

    // It may quote the file, and a damaged file may hold anything.
    private static string OneLine(string what)
    {
        const int longest = 300;
        var line = new string([.. what.Take(longest).Select(c => char.IsControl(c) ? ' ' : c)]);
        return what.Length > longest ? line + "…" : line;
    }
}

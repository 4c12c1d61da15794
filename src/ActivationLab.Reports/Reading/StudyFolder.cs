using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Reports.Reading;

/// <summary>Finds the folder of a study, <c>runs/&lt;name&gt;</c>, by what somebody gave for it.</summary>
internal static class StudyFolder
{
    /// <summary>The table of its trials.</summary>
    public const string Results = "results.csv";

    // sweep/cells, <cell>/seed-<n>
    private const int DeepestWithin = 3;

    private const string Example = "give the folder of an experiment's results, such as runs/mnist-slopes";

    /// <summary>The folder that a path means: itself, or that of its <c>results.csv</c>.</summary>
    /// <param name="path">What was given.</param>
    /// <exception cref="UserException">It has no results (exit code 2): says which folder was probably meant.</exception>
    public static string Find(string path)
    {
        if (File.Exists(path))
        {
            return Path.GetFileName(path) == Results
                ? Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : "."
                : throw new UserException($"{path}: is a file; {Example}{NearAbove(path)}", 2);
        }
        if (!Directory.Exists(path))
            throw new UserException($"{path}: there is no such folder{NearName(path)}", 2);
        var trimmed = Path.TrimEndingDirectorySeparator(path);
        if (HasResults(trimmed))
            return trimmed;
        throw File.Exists(Path.Combine(trimmed, "sweep", "trials.csv"))
            ? new UserException($"{path}: no trial of this sweep has ended yet: there is no {Results}; see 'activationlab sweep status {path}'", 2)
            : new UserException($"{path}: has no {Results}; {Example}{NearAbove(path)}", 2);
    }

    /// <summary>A text that names files of a study, by their paths within it: reports are mailed, and folders tell of people and machines.</summary>
    public static string Within(string folder, string text) => new[] { Path.GetFullPath(folder), folder }
        .Select(path => Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar)
        .Aggregate(text, (rest, path) => rest.Replace(path, "", StringComparison.Ordinal));

    private static bool HasResults(string folder) => File.Exists(Path.Combine(folder, Results));

    private static string NearName(string path)
    {
        var trimmed = Path.TrimEndingDirectorySeparator(path);
        var parent = Path.GetDirectoryName(trimmed) ?? "";
        var above = parent.Length == 0 ? "." : parent;
        if (!Directory.Exists(above))
            return "";
        var near = Spelling.Nearest(Path.GetFileName(trimmed), FoldersIn(above).Where(HasResults).Select(folder => Path.GetFileName(folder)));
        return near is null ? "" : $" (did you mean {Path.Combine(parent, near)}?)";
    }

    // The folder of all runs, and what lies within the folder of a study, are near misses.
    private static string NearAbove(string path)
    {
        var above = Path.GetFullPath(Path.TrimEndingDirectorySeparator(path));
        for (var level = 0; level < DeepestWithin && (above = Path.GetDirectoryName(above)) is not null; level++)
        {
            if (HasResults(above))
                return $" (did you mean {Path.GetRelativePath(Directory.GetCurrentDirectory(), above)}?)";
        }
        return Directory.Exists(path) && FoldersIn(path).FirstOrDefault(HasResults) is { } within ? $" (did you mean {within}?)" : "";
    }

    private static IEnumerable<string> FoldersIn(string folder) =>
        Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true }).Order(StringComparer.Ordinal);
}

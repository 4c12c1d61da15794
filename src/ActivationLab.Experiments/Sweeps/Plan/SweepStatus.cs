using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Plan;

/// <summary>Where the trials of an experiment's folder stand. Only files are read: no database, no scheduler is asked, nothing is locked.</summary>
/// <param name="Folder">The folder, <c>runs/&lt;name&gt;</c>.</param>
/// <param name="HasPlan">Whether a <c>sweep</c> command has said which trials there are to be; not where only <c>train</c> was used.</param>
/// <param name="Planned">The trials of the last <c>sweep</c> command, in its order; empty without one.</param>
/// <param name="Unplanned">The other trials that the folder has, by cell and seed.</param>
/// <param name="Runner">The <c>sweep</c> command that is at work in the folder, in words; null if none is.</param>
public sealed record SweepStatus(
    string Folder, bool HasPlan, IReadOnlyList<TrialState> Planned, IReadOnlyList<TrialState> Unplanned, string? Runner)
{
    // sweep/slurm/1
    private const int DeepestWithin = 3;

    /// <summary>How many planned trials there are in a condition; of all, where there is no plan.</summary>
    public int Count(TrialCondition condition) => (HasPlan ? Planned : Unplanned).Count(trial => trial.Condition == condition);

    /// <summary>Reads where the trials of a folder stand.</summary>
    /// <param name="dir">The folder, <c>runs/&lt;name&gt;</c>.</param>
    /// <exception cref="UserException">It is no folder, or there are no trials in it (exit code 2); its plan is damaged (exit code 1).</exception>
    public static SweepStatus Read(string dir) => Read(dir, DateTimeOffset.UtcNow);

    /// <summary>Where the trials of a folder stand at a time.</summary>
    internal static SweepStatus Read(string dir, DateTimeOffset now)
    {
        if (File.Exists(dir))
            throw new UserException($"{dir}: is a file; give the folder of a sweep, such as runs/mnist-slopes", 2);
        if (!Directory.Exists(dir))
            throw new UserException($"{dir}: there is no such folder{NearFolder(dir)}", 2);
        var folder = SweepFolder.In(Path.TrimEndingDirectorySeparator(dir));
        var hasPlan = File.Exists(folder.TrialsFile);
        var plan = hasPlan ? folder.ReadTrials() : [];
        var there = RunsIn(dir);
        if (!hasPlan && there.Count == 0)
            throw new UserException($"{dir}: not the folder of a sweep, such as runs/mnist-slopes: it has no trials{NearSweep(dir)}", 2);

        var reader = new TrialStateReader(folder, now);
        var planned = plan.Select(trial => (trial.Cell, trial.Seed)).ToHashSet();
        return new SweepStatus(
            dir, hasPlan,
            [.. plan.Select(reader.Read)],
            [.. there.Where(run => !planned.Contains(run)).Order().Select(run => reader.Read(new PlannedTrialRow { Cell = run.Cell, Seed = run.Seed }))],
            folder.Runner(now));
    }

    private static IReadOnlyList<(string Cell, long Seed)> RunsIn(string folder)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = true };
        return [.. from cell in Directory.EnumerateDirectories(folder, "*", options)
                   from run in Directory.EnumerateDirectories(cell, "*", options)
                   let seed = RunFolder.SeedOf(run)
                   where seed is not null
                   select (Path.GetFileName(cell), seed.Value)];
    }

    private static bool IsSweep(string folder)
    {
        try
        {
            return File.Exists(SweepFolder.In(folder).TrialsFile) || RunsIn(folder).Count > 0;
        }
        catch (IOException)
        {
            return false; // it was removed while it was looked into, and is only a guess
        }
    }

    private static string NearFolder(string dir)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(dir));
        var above = string.IsNullOrEmpty(parent) ? "." : parent;
        if (!Directory.Exists(above))
            return "";
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(dir));
        var near = Spelling.Nearest(name, FoldersIn(above).Where(IsSweep).Select(folder => Path.GetFileName(folder)));
        return near is null ? "" : $" (did you mean {(string.IsNullOrEmpty(parent) ? near : Path.Combine(parent, near))}?)";
    }

    // The folder of all runs, and what lies within a sweep's folder, are near misses.
    private static string NearSweep(string dir)
    {
        var above = Path.GetFullPath(Path.TrimEndingDirectorySeparator(dir));
        for (var level = 0; level < DeepestWithin && (above = Path.GetDirectoryName(above)) is not null; level++)
        {
            if (IsSweep(above))
                return $" (did you mean {Path.GetRelativePath(Directory.GetCurrentDirectory(), above)}?)";
        }
        return FoldersIn(dir).FirstOrDefault(IsSweep) is { } within ? $" (did you mean {within}?)" : "";
    }

    private static IEnumerable<string> FoldersIn(string folder) =>
        Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { IgnoreInaccessible = true }).Order(StringComparer.Ordinal);
}

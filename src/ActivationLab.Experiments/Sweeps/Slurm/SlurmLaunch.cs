namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>How the tasks of a sweep are given to a cluster.</summary>
public sealed record SlurmLaunch
{
    /// <summary>How this program is started: a file's absolute path and arguments. The nodes must see it under that path.</summary>
    public required IReadOnlyList<string> Program { get; init; }

    /// <summary>Where the tasks run. Default: the current folder.</summary>
    public string WorkingFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Options of <c>sweep task</c>: <c>--data DIR</c>, <c>--stack off</c>. Paths in it are absolute.</summary>
    public IReadOnlyList<string> TaskOptions { get; init; } = [];

    /// <summary>Trials of a task; null for the sweep's <see cref="SlurmSettings.TrialsPerTask"/>.</summary>
    public int? TrialsPerTask { get; init; }
}

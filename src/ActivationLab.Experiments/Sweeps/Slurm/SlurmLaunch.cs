using ActivationLab.Experiments.Runtime;

namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>How the tasks of a sweep are given to a cluster.</summary>
public sealed record SlurmLaunch
{
    /// <summary>How the program is started: a file's absolute path and arguments, which the nodes must see too. Default: as this process was.</summary>
    public IReadOnlyList<string> Program { get; init; } = ThisProgram.Command;

    /// <summary>Where the tasks run. Default: the current folder.</summary>
    public string WorkingFolder { get; init; } = Environment.CurrentDirectory;

    /// <summary>What <c>sweep task</c> gets after the submission and the task: <c>--data DIR</c>, <c>--stack off</c>. Paths in it are absolute.</summary>
    public IReadOnlyList<string> TaskOptions { get; init; } = [];
}

using System.Globalization;

namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>A task of a job array that waits or runs.</summary>
/// <param name="Job">The array's id.</param>
/// <param name="Index">Its index in the array.</param>
/// <param name="Name">The name of the job.</param>
internal sealed record QueuedTask(string Job, int Index, string Name)
{
    // squeue's word for a task that has ended, whose node is being cleared up.
    private const string Completing = "CG";

    /// <summary>A line <c>id|index|state|name</c>; null for a job that is no array, and for a task that has ended.</summary>
    public static QueuedTask? Parse(string line) =>
        line.Split('|', 4) is [var job, var text, not Completing, var name] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new QueuedTask(job, index, name)
            : null;
}

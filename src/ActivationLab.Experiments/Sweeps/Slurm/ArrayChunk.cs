namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>The tasks of one job array: those numbered from <paramref name="FirstTask"/>, at the indices 0 to Tasks - 1 of the array.</summary>
/// <param name="FirstTask">The number of the task at index 0.</param>
/// <param name="Tasks">How many.</param>
internal readonly record struct ArrayChunk(int FirstTask, int Tasks)
{
    /// <summary>The indices, as sbatch takes them.</summary>
    public string Indices => Tasks == 1 ? "0" : $"0-{Tasks - 1}";

    /// <summary>Deals tasks over as few job arrays as a cluster takes.</summary>
    /// <param name="tasks">How many there are.</param>
    /// <param name="most">How many one array may have: <c>MaxArraySize</c>, as every index must be below it.</param>
    public static IEnumerable<ArrayChunk> Deal(int tasks, int most)
    {
        for (var first = 0; first < tasks; first += most)
            yield return new ArrayChunk(first, Math.Min(most, tasks - first));
    }
}

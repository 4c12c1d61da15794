using ActivationLab.Experiments.Training.Stacks;

namespace ActivationLab.Experiments.Sweeps.Stacking;

/// <summary>Which trials of a sweep could train together, and how they are dealt out as jobs.</summary>
internal static class StackGroups
{
    /// <summary>The trials by what they must have in common to be one stack, in the order of their first; one that cannot be stacked is alone.</summary>
    public static IReadOnlyList<IReadOnlyList<SweepTrial>> Of(IEnumerable<SweepTrial> trials)
    {
        var keys = new Dictionary<SweepCell, string?>(ReferenceEqualityComparer.Instance);
        return [.. trials.GroupBy(Key).Select(group => group.ToArray())];

        object Key(SweepTrial trial)
        {
            if (!keys.TryGetValue(trial.Cell, out var key))
                keys.Add(trial.Cell, key = StackKey.Obstacle(trial.Cell.Experiment) is null ? StackKey.Of(trial.Cell.Experiment) : null);
            return key ?? (object)trial;
        }
    }

    /// <summary>
    /// Deals the trials of one group out as jobs of at most so many members, as evenly as possible, and so that no worker is left without a
    /// job while another has a whole stack.
    /// </summary>
    /// <param name="group">Trials of one group, in the order in which they are to be run.</param>
    /// <param name="members">Members of a stack at most.</param>
    /// <param name="workers">Workers that share them.</param>
    public static IEnumerable<IReadOnlyList<SweepTrial>> Deal(IReadOnlyList<SweepTrial> group, int members, int workers)
    {
        var jobs = Math.Max((group.Count + members - 1) / members, Math.Min(workers, group.Count));
        for (var (job, start) = (0, 0); job < jobs; job++)
        {
            var count = (group.Count - start + jobs - job - 1) / (jobs - job);
            yield return [.. group.Skip(start).Take(count)];
            start += count;
        }
    }
}

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>Makes jobs of trials: which train together, and in which order they are dealt to the workers.</summary>
public interface IJobPlanner
{
    /// <summary>Puts every pending trial into one job.</summary>
    /// <param name="pending">The trials that are to be run, in the order of the sweep.</param>
    /// <param name="machine">What they will run on.</param>
    /// <param name="timer">Measures, in a worker, what a step costs; nothing else runs meanwhile.</param>
    JobPlan Plan(IReadOnlyList<SweepTrial> pending, SweepMachine machine, IStepTimer timer);
}

/// <summary>Measures steps in a worker.</summary>
public interface IStepTimer
{
    /// <summary>Seconds of a step of a stack with so many members, for each number; null for one that could not be tried (memory, a stop).</summary>
    /// <param name="trials">The trials; the first so many are the members.</param>
    /// <param name="members">Numbers of members, none larger than the number of trials.</param>
    IReadOnlyList<double?> SecondsPerStep(IReadOnlyList<SweepTrial> trials, IReadOnlyList<int> members);
}

/// <summary>What a sweep runs on.</summary>
/// <param name="Cores">Cores that the process may use.</param>
/// <param name="Gpus">GPUs that the trials use; 0 when they train on the CPU.</param>
/// <param name="Workers">Worker processes that there will be if there is work for them.</param>
/// <param name="Options">What was asked for.</param>
public sealed record SweepMachine(int Cores, int Gpus, int Workers, SweepRunOptions Options);

/// <summary>Trials that one worker runs together; 1 alone.</summary>
public sealed record SweepJob(IReadOnlyList<SweepTrial> Trials);

/// <summary>The jobs of a sweep.</summary>
/// <param name="Jobs">In the order in which they are dealt.</param>
/// <param name="StackMembers">Trials of the largest job.</param>
/// <param name="Reason">Why so, with the figures that decided; empty when there is nothing to say.</param>
/// <param name="Workers">Worker processes; null for those of the machine. Not heeded where the user said how many.</param>
public sealed record JobPlan(IReadOnlyList<SweepJob> Jobs, int StackMembers, string Reason, int? Workers = null)
{
    /// <summary>Seconds that all training steps will take, as far as was timed; null if nothing was.</summary>
    public double? Seconds { get; init; }
}

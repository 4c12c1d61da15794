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
    /// <summary>Seconds of a step of these trials, together if there are several; null where that could not be tried (memory, a stop).</summary>
    double? SecondsPerStep(IReadOnlyList<SweepTrial> trials);
}

/// <summary>What a sweep runs on.</summary>
/// <param name="Gpus">GPUs that the trials use; 0 when they train on the CPU.</param>
/// <param name="Workers">Worker processes that there will be if there is work for them.</param>
/// <param name="Options">What was asked for.</param>
public sealed record SweepMachine(int Gpus, int Workers, SweepRunOptions Options);

/// <summary>Trials that one worker runs together; 1 alone.</summary>
public sealed record SweepJob(IReadOnlyList<SweepTrial> Trials);

/// <summary>The jobs of a sweep.</summary>
/// <param name="Jobs">In the order in which they are dealt.</param>
/// <param name="Reason">Why so, with the figures that decided; empty when there is nothing to say.</param>
/// <param name="Seconds">Seconds that all training steps will take, as far as was timed; null if nothing was.</param>
public sealed record JobPlan(IReadOnlyList<SweepJob> Jobs, string Reason, double? Seconds = null)
{
    /// <summary>Trials of the largest job.</summary>
    public int StackMembers => Jobs.Max(job => job.Trials.Count);
}

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>Every trial is a job of its own.</summary>
public sealed class OneByOne : IJobPlanner
{
    /// <inheritdoc/>
    public JobPlan Plan(IReadOnlyList<SweepTrial> pending, SweepMachine machine, IStepTimer timer) =>
        new([.. pending.Select(trial => new SweepJob([trial]))], StackMembers: 1, Reason: "");
}

using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Workers;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

/// <summary>Every trial is a job of its own, and nothing is timed.</summary>
internal sealed class OneByOne : IJobPlanner
{
    public JobPlan Plan(IReadOnlyList<SweepTrial> pending, SweepMachine machine, IStepTimer timer) =>
        new([.. pending.Select(trial => new SweepJob([trial]))], Reason: "");
}

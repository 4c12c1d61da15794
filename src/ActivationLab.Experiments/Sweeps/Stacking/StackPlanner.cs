using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Sweeps.Workers;
using ActivationLab.Experiments.Training;
using ActivationLab.Experiments.Training.Stacks;

namespace ActivationLab.Experiments.Sweeps.Stacking;

/// <summary>
/// Makes stacks of trials of one shape, as large as was asked for, or as a short timed trial finds best: on a CPU that is usually none, on a GPU,
/// where the kernels of one small network leave the device idle, many.
/// </summary>
/// <param name="forecast">Time a step even where nothing is to be decided, so that <see cref="JobPlan.Seconds"/> is known.</param>
public sealed class StackPlanner(bool forecast = false) : IJobPlanner
{
    private const int LargestStack = 64;

    // Shapes beyond these take the decision, and the time of a step, of the largest.
    private const int TimedShapes = 4;

    // What takes less time than this one after another is done before the choice would have paid.
    private const double ShortWork = 60;

    // A smaller gain is within the noise of a short timing, and a stack needs memory. On a CPU, whose results are the same bits from run to
    // run, no timing of a busy machine may decide the last digits: there only a gain beyond any noise counts.
    private const double LeastGain = 1.15, LeastGainOnCpu = 1.5;

    /// <inheritdoc/>
    public JobPlan Plan(IReadOnlyList<SweepTrial> pending, SweepMachine machine, IStepTimer timer)
    {
        var groups = StackGroups.Of(pending).OrderByDescending(group => group.Sum(StepsOf)).ToArray();
        var sizes = new List<StackSize>();
        foreach (var group in groups.Take(TimedShapes))
            sizes.Add(Choose(group, machine, timer));
        var decided = groups.Index().Select(group => (Trials: group.Item, Size: group.Index < sizes.Count ? sizes[group.Index] : sizes[0])).ToArray();

        var place = pending.Index().ToDictionary(trial => trial.Item, trial => trial.Index);
        var jobs = decided
            .SelectMany(group => StackGroups.Deal(group.Trials, group.Size.Members, machine.Workers))
            .OrderBy(job => place[job[0]])
            .Select(job => new SweepJob(job))
            .ToArray();
        var isTimed = sizes.TrueForAll(size => size.SecondsPerStep is not null);
        var seconds = decided.Sum(group => group.Size.SecondsPerStep * group.Trials.Sum(StepsOf)) / Math.Min(machine.Workers, jobs.Length);
        return new JobPlan(jobs, Reason(groups[0], sizes[0], machine), isTimed ? seconds : null);
    }

    private StackSize Choose(IReadOnlyList<SweepTrial> group, SweepMachine machine, IStepTimer timer)
    {
        if (machine.Options.Stack.Members is { } asked)
        {
            var members = Math.Min(asked, group.Count);
            return new StackSize(members, forecast && Time(members) is { } seconds ? [(members, seconds)] : []);
        }
        var most = Math.Min(LargestStack, (group.Count + machine.Workers - 1) / machine.Workers);
        if (most == 1)
            return new StackSize(1, forecast && Time(1) is { } seconds ? [(1, seconds)] : []);
        var work = 0.0;
        return StackSize.Choose(most, machine.Gpus > 0 ? LeastGain : LeastGainOnCpu, members =>
        {
            if (members > 1 && work < ShortWork)
                return null;
            var seconds = Time(members);
            if (members == 1)
                work = (seconds ?? 0) * group.Sum(StepsOf) / machine.Workers;
            return seconds;
        });

        double? Time(int members) => timer.SecondsPerStep([.. group.Take(members)]);
    }

    private static string Reason(IReadOnlyList<SweepTrial> group, StackSize size, SweepMachine machine)
    {
        if (machine.Options.Stack == StackChoice.Off)
            return "stacks are off";
        if (group.Count == 1)
        {
            return StackKey.Obstacle(group[0].Cell.Experiment) is { } obstacle
                ? $"no stacks: {obstacle}"
                : "no stacks: no two trials have the same shape";
        }
        if (machine.Options.Stack.Members is not null)
            return $"stacks of {size.Members}, as asked for";
        return size.Timings.Count == 1 ? $"no stacks for so short a sweep: {size.Reason}" : size.Reason;
    }

    private static double StepsOf(SweepTrial trial)
    {
        var (data, train) = (trial.Cell.Experiment.Data, trial.Cell.Experiment.Train);
        var images = data.Train ?? DatasetCatalog.Get(data.Name).TrainCount - data.Validation;
        return (double)new EpochSteps(images, train.BatchSize).Count * train.Epochs;
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Stacking;
using ActivationLab.Experiments.Sweeps.Workers;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Sweeps.Stacking;

public class StackPlannerTests
{
    // 55,000 images in batches of 550: 100 steps an epoch.
    private static readonly Experiment s_mlp = new()
    {
        Name = "s",
        Model = new MlpSettings { Hidden = [16] },
        Train = new TrainSettings { Epochs = 20, BatchSize = 550 },
    };

    private static readonly SweepMachine s_gpu = new(Gpus: 1, Workers: 1, new SweepRunOptions());
    private static readonly SweepMachine s_cpu = new(Gpus: 0, Workers: 2, new SweepRunOptions());

    [Fact]
    public void Plan_where_stacks_are_free_makes_the_largest_that_leave_every_worker_one()
    {
        var timer = new Timer(_ => 0.1);

        var plan = new StackPlanner().Plan(Trials(40, s_mlp), s_gpu with { Workers = 2 }, timer);

        Assert.Equal([1, 2, 4, 8, 16], timer.Asked);
        Assert.Equal([14, 13, 13], plan.Jobs.Select(job => job.Trials.Count));
        Assert.Equal(14, plan.StackMembers);
        Assert.Equal("stacks of 16: a step of 16 networks takes 100 ms together, 1600 ms one after another", plan.Reason);
        // 40 trials of 2,000 steps, 16 at a time, on 2 workers.
        Assert.Equal(40 * 2000 * 0.1 / 16 / 2, plan.Seconds!.Value, 1e-9);
    }

    [Fact]
    public void Plan_where_stacks_gain_nothing_leaves_every_trial_alone_in_the_order_of_the_sweep()
    {
        var trials = Trials(10, s_mlp);

        var plan = new StackPlanner().Plan(trials, s_cpu, new Timer(members => 0.01 * members));

        Assert.Equal(trials, plan.Jobs.Select(job => Assert.Single(job.Trials)));
        Assert.Equal((1, "no stacks: a step of 2 networks takes 20 ms together, 20 ms one after another"), (plan.StackMembers, plan.Reason));
    }

    [Fact]
    public void Plan_of_little_work_does_not_try_stacks()
    {
        var timer = new Timer(members => 0.001);

        var plan = new StackPlanner().Plan(Trials(10, s_mlp), s_cpu, timer);

        // 10 trials of 2,000 steps of 1 ms on 2 workers: 10 s.
        Assert.Equal([1], timer.Asked);
        Assert.Equal((10, "no stacks for so short a sweep: a step takes 1 ms"), (plan.Jobs.Count, plan.Reason));
        Assert.Equal(10, plan.Seconds!.Value, 1e-9);
    }

    [Theory]
    [InlineData(1, 10, "stacks are off")]
    [InlineData(4, 3, "stacks of 4, as asked for")]
    [InlineData(64, 2, "stacks of 10, as asked for")]
    public void Plan_as_asked_for_times_nothing(int members, int jobs, string reason)
    {
        var timer = new Timer(_ => throw new InvalidOperationException("not needed"));

        var plan = new StackPlanner().Plan(Trials(10, s_mlp), s_cpu with { Options = new SweepRunOptions { Stack = new StackChoice(members) } }, timer);

        Assert.Equal((jobs, reason, null), (plan.Jobs.Count, plan.Reason, plan.Seconds));
    }

    [Fact]
    public void Plan_as_asked_for_with_a_forecast_times_that()
    {
        var timer = new Timer(members => 0.1);

        var plan = new StackPlanner(forecast: true).Plan(Trials(10, s_mlp), s_cpu with { Options = new SweepRunOptions { Stack = new StackChoice(5) } }, timer);

        Assert.Equal([5], timer.Asked);
        Assert.Equal(10 * 2000 * 0.1 / 5 / 2, plan.Seconds!.Value, 1e-9);
    }

    [Fact]
    public void Plan_of_trials_that_cannot_be_stacked_says_why()
    {
        var plan = new StackPlanner().Plan(
            Trials(3, s_mlp with { Model = new MlpSettings { Hidden = [16], Dropout = 0.5 } }), s_gpu, new Timer(_ => 0.1));

        Assert.Equal(3, plan.Jobs.Count);
        Assert.StartsWith("no stacks: ", plan.Reason);
        Assert.Contains("dropout", plan.Reason);
    }

    [Fact]
    public void Plan_of_several_shapes_times_each_and_keeps_the_order_of_their_first_trials()
    {
        var (small, large) = (Trials(4, s_mlp), Trials(4, s_mlp with { Model = new MlpSettings { Hidden = [512] }, Train = s_mlp.Train with { Epochs = 40 } }));
        SweepTrial[] pending = [.. small.Zip(large, (a, b) => (SweepTrial[])[a, b]).SelectMany(pair => pair)];

        var plan = new StackPlanner().Plan(pending, s_gpu, new Timer(_ => 1));

        Assert.Equal([4, 4], plan.Jobs.Select(job => job.Trials.Count));
        Assert.Equal([small[0], large[0]], plan.Jobs.Select(job => job.Trials[0]));
    }

    private static SweepTrial[] Trials(int count, Experiment experiment) =>
        [.. new Sweep("s", [new SweepCell("", [], experiment)], [.. Enumerable.Range(0, count).Select(seed => (long)seed)], new SlurmSettings()).Trials];

    private sealed class Timer(Func<int, double> seconds) : IStepTimer
    {
        public List<int> Asked { get; } = [];

        public double? SecondsPerStep(IReadOnlyList<SweepTrial> trials)
        {
            Asked.Add(trials.Count);
            return seconds(trials.Count);
        }
    }
}

using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Stacking;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Sweeps.Stacking;

public class StackGroupsTests
{
    private static readonly Experiment s_mlp = new() { Name = "s", Model = new MlpSettings { Hidden = [16] } };

    [Fact]
    public void Of_puts_trials_together_that_differ_in_slope_seed_and_learning_rate()
    {
        SweepCell[] cells =
        [
            Cell(s_mlp), Cell(s_mlp with { Model = s_mlp.Model with { Activation = new PReluSettings() } }),
            Cell(s_mlp with { Train = s_mlp.Train with { Optimizer = new AdamSettings { Lr = 0.1 } } }),
            Cell(s_mlp with { Model = new MlpSettings { Hidden = [17] } }),
        ];

        var groups = StackGroups.Of(new Sweep("s", cells, [1, 2], new SlurmSettings()).Trials);

        Assert.Equal([6, 2], groups.Select(group => group.Count));
        Assert.All(groups[1], trial => Assert.Same(cells[3], trial.Cell));
    }

    [Fact]
    public void Of_leaves_trials_alone_that_cannot_be_stacked()
    {
        var cell = Cell(s_mlp with { Model = new MlpSettings { Hidden = [16], Dropout = 0.5 } });

        var groups = StackGroups.Of(new Sweep("s", [cell], [1, 2, 3], new SlurmSettings()).Trials);

        Assert.Equal([1, 1, 1], groups.Select(group => group.Count));
    }

    [Theory]
    [InlineData(10, 4, 1, new[] { 4, 3, 3 })]
    [InlineData(10, 1, 2, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(6, 16, 1, new[] { 6 })]
    [InlineData(6, 16, 4, new[] { 2, 2, 1, 1 })]
    [InlineData(3, 16, 4, new[] { 1, 1, 1 })]
    public void Deal_divides_evenly_and_leaves_no_worker_idle(int trials, int members, int workers, int[] expected)
    {
        var group = new Sweep("s", [Cell(s_mlp)], [.. Enumerable.Range(0, trials).Select(seed => (long)seed)], new SlurmSettings()).Trials.ToArray();

        var jobs = StackGroups.Deal(group, members, workers).ToArray();

        Assert.Equal(expected, jobs.Select(job => job.Count));
        Assert.Equal(group, jobs.SelectMany(job => job));
    }

    private static SweepCell Cell(Experiment experiment) => new("", [], experiment);
}

using ActivationLab.Experiments.Sweeps.Stacking;

namespace ActivationLab.Experiments.Tests.Sweeps.Stacking;

public class StackSizeTests
{
    [Fact]
    public void Choose_where_a_step_costs_the_same_for_any_number_takes_as_many_as_allowed()
    {
        var size = StackSize.Choose(most: 20, leastGain: 1.1, _ => 0.003);

        Assert.Equal(16, size.Members);
        Assert.Equal([1, 2, 4, 8, 16], size.Timings.Select(timing => timing.Members));
        Assert.Equal(0.003 / 16, size.SecondsPerStep);
        Assert.Equal("stacks of 16: a step of 16 networks takes 3 ms together, 48 ms one after another", size.Reason);
    }

    [Fact]
    public void Choose_where_nothing_is_gained_stays_alone_and_stops_trying()
    {
        var size = StackSize.Choose(most: 64, leastGain: 1.1, members => 0.0021 * members + 0.0001);

        Assert.Equal(1, size.Members);
        Assert.Equal([1, 2, 4], size.Timings.Select(timing => timing.Members));
        Assert.Equal("no stacks: a step of 4 networks takes 8.5 ms together, 8.8 ms one after another", size.Reason);
    }

    [Fact]
    public void Choose_looks_beyond_one_size_that_is_slower()
    {
        // 2 together are slower than one after another; 4 and 8 are faster.
        var size = StackSize.Choose(most: 8, leastGain: 1.1, members => members switch { 1 => 1, 2 => 2.2, 4 => 2.4, _ => 3.0 });

        Assert.Equal(8, size.Members);
    }

    [Theory]
    [InlineData(1.4, 8)]
    [InlineData(1.6, 4)]
    public void Choose_takes_more_only_for_the_gain_that_was_asked_for(double leastGain, int expected)
    {
        // Each doubling is 1.5 times as fast: 4 are 2.25 times as fast as 1, and 8 not much faster than 4.
        var size = StackSize.Choose(most: 8, leastGain, members => members / Math.Pow(1.5, Math.Log2(members)));

        Assert.Equal(expected, size.Members);
    }

    [Fact]
    public void Choose_stops_where_memory_ends()
    {
        var size = StackSize.Choose(most: 64, leastGain: 1.1, members => members > 4 ? null : 1);

        Assert.Equal(4, size.Members);
        Assert.Equal([1, 2, 4], size.Timings.Select(timing => timing.Members));
    }

    [Fact]
    public void Choose_where_not_even_one_can_be_timed_stays_alone()
    {
        var size = StackSize.Choose(most: 64, leastGain: 1.1, _ => null);

        Assert.Equal((1, null, ""), (size.Members, size.SecondsPerStep, size.Reason));
    }
}

using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Tests.Charts;

public sealed class SwarmTests
{
    [Fact]
    public void Levels_of_dots_apart_are_all_on_the_floor() => Assert.Equal([0, 0, 0], Swarm.Levels([0.5, 0.1, 0.9]));

    [Fact]
    public void Levels_of_equal_dots_are_a_pile() => Assert.Equal([0, 1, 2], Swarm.Levels([0.5, 0.5, 0.5]));

    [Fact]
    public void Levels_hold_dots_of_one_level_apart()
    {
        double[] places = [.. Enumerable.Range(0, 200).Select(i => (Math.Sin(i * 12.9898) + 1) / 2)];

        var levels = Swarm.Levels(places);

        foreach (var level in places.Zip(levels).GroupBy(dot => dot.Second, dot => dot.First))
        {
            double[] dots = [.. level.Order()];
            Assert.All(dots.Zip(dots.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 0.023));
        }
    }
}

using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Tests.Statistics;

public class HolmTests
{
    [Fact]
    public void Adjust_four_is_worked_by_hand()
    {
        // 4 · 0.005, 3 · 0.01, 2 · 0.03, and 0.04, which is raised to the one before.
        var adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);

        Assert.Equal([0.03, 0.06, 0.06, 0.02], adjusted.Select(p => Math.Round(p, 15)));
    }

    [Fact]
    public void Adjust_never_exceeds_one_and_keeps_order_and_ties()
    {
        Assert.Equal([1, 1, 1], Holm.Adjust([0.5, 0.9, 0.5]));
        Assert.Equal([0.3], Holm.Adjust([0.3]));
        Assert.Empty(Holm.Adjust([]));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Adjust_what_is_no_p_throws(double p) => Assert.Throws<ArgumentException>(() => Holm.Adjust([0.5, p]));
}

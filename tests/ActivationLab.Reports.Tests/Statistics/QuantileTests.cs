using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Tests.Statistics;

public class QuantileTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.1, 13)]
    [InlineData(0.5, 25)]
    [InlineData(0.75, 32.5)]
    [InlineData(1, 40)]
    public void Of_four_is_interpolated_between_its_neighbours(double p, double expected) =>
        Assert.Equal(expected, Quantile.Of([40, 10, 30, 20], p), 13);

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Of_at_no_p_throws(double p) => Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.Of([1, 2], p));
}

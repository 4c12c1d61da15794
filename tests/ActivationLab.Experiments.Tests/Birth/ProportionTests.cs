using ActivationLab.Experiments.Birth;

namespace ActivationLab.Experiments.Tests.Birth;

public class ProportionTests
{
    // R: binom::binom.confint(x, n, method = "wilson").
    [Theory]
    [InlineData(0, 10, 0, 0.2775328)]
    [InlineData(5, 10, 0.2365931, 0.7634069)]
    [InlineData(10, 10, 0.7224672, 1)]
    public void Interval_is_Wilsons(long count, long total, double low, double high)
    {
        var interval = new Proportion(count, total).Interval;

        Assert.Equal(low, interval.Low, 6);
        Assert.Equal(high, interval.High, 6);
    }

    [Fact]
    public void Deviation_is_in_standard_errors_of_the_expected_share()
    {
        Assert.Equal(2, new Proportion(60, 100).Deviation(0.5), 12);
        Assert.Equal(-5, new Proportion(25, 100).Deviation(0.5), 12);
        Assert.Equal(0, new Proportion(0, 100).Deviation(0));
        Assert.Equal(double.PositiveInfinity, new Proportion(1, 100).Deviation(0));
    }

    [Fact]
    public void StandardError_is_that_of_the_share_found() => Assert.Equal(0.04, new Proportion(20, 100).StandardError, 12);
}

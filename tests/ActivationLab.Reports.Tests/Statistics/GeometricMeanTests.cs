using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Tests.Statistics;

public class GeometricMeanTests
{
    [Fact]
    public void OfRatios_of_a_ratio_and_its_reciprocal_is_one()
    {
        var summary = GeometricMean.OfRatios([4, 0.25, 2, 0.5]);

        Assert.Equal(4, summary.N);
        Assert.Equal(1, summary.Mean, 15);
        // Logarithms ±2, ±1 times ln 2: s² = 10/3 ln² 2; t of 3 degrees of freedom is 3.182446.
        var reach = 3.182446 * Math.Sqrt(10.0 / 3 / 4) * Math.Log(2);
        Assert.Equal(Math.Exp(reach), summary.MeanInterval!.Value.High, 5);
        Assert.Equal(Math.Exp(-reach), summary.MeanInterval.Value.Low, 6);
    }

    [Fact]
    public void OfRatios_of_one_has_no_interval() => Assert.Equal(new(1, Math.Exp(Math.Log(1.5)), null), GeometricMean.OfRatios([1.5]));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void OfRatios_of_what_is_no_ratio_throws(double ratio) => Assert.Throws<ArgumentException>(() => GeometricMean.OfRatios([1, ratio]));
}

using ActivationLab.Reports.Statistics;
using ActivationLab.Reports.Tests.Support;
using Xunit.Abstractions;

namespace ActivationLab.Reports.Tests.Statistics;

/// <summary>The interval and the test that is its other face.</summary>
public class TIntervalTests(ITestOutputHelper output)
{
    // Student 1908, table of the additional sleep of ten patients by two drugs: the mean difference is 1.58 hours, t is 4.06, and the interval is the
    // one that R's manual prints for these data.
    private static readonly double[] Sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4];

    // Darwin's maize: t = 2.148, just significant at 5 % (Fisher 1935, The Design of Experiments, section 17).
    private static readonly double[] Darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

    [Fact]
    public void OfMean_of_Students_sleep_data_is_the_published_one()
    {
        var interval = TInterval.OfMean(Sleep)!.Value;

        Assert.Equal(0.7001142, interval.Low, 7);
        Assert.Equal(2.4598858, interval.High, 7);
        Assert.Equal(0.002833, PairedTTest.P(Sleep)!.Value, 6);
    }

    [Fact]
    public void PairedTTest_of_Fishers_maize_is_the_published_one() => Assert.Equal(0.0497, PairedTTest.P(Darwin)!.Value, 4);

    // Closed forms: with one degree of freedom t is Cauchy, quantile tan(π level / 2); with two it is q sqrt(2 / (1 - q²)) for q = level.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    [InlineData(0.999)]
    [InlineData(0.999999)]
    [InlineData(0.001)]
    public void OfMean_of_two_and_three_numbers_is_the_closed_form(double level)
    {
        // Mean 0, s / sqrt(n) = 1.
        Assert.Equal(1, TInterval.OfMean([-1, 1], level)!.Value.High / Math.Tan(Math.PI * level / 2), 9);
        var third = Math.Sqrt(3);
        Assert.Equal(1, TInterval.OfMean([-third, 0, third], level)!.Value.High / (level * Math.Sqrt(2 / (1 - level * level))), 9);
    }

    // t = 1e-8 with one degree of freedom, where ν / (ν + t²) rounds to 1.
    [Fact]
    public void PairedTTest_of_a_mean_near_zero_is_the_closed_form() =>
        Assert.Equal(1 - 2 / Math.PI * Math.Atan(1e-8), PairedTTest.P([1e-8 - 1, 1e-8 + 1])!.Value, 14);

    [Fact]
    public void OfMean_ends_where_the_t_test_is_at_its_level()
    {
        var samples = new Samples(10);
        foreach (var n in new[] { 2, 5, 30, 500 })
            foreach (var level in new[] { 0.9, 0.95, 0.999 })
            {
                var values = Samples.Of(n, samples.Normal);
                var low = TInterval.OfMean(values, level)!.Value.Low;

                Assert.Equal(1 - level, PairedTTest.P([.. values.Select(value => value - low)])!.Value, 11);
            }
    }

    // 40,000 repetitions have a standard error of 0.11 points.
    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(30)]
    public void OfMean_of_normal_numbers_covers_their_mean_at_its_level(int n)
    {
        const int repetitions = 40_000;
        var samples = new Samples(n);
        var covered = 0;
        for (var repetition = 0; repetition < repetitions; repetition++)
            if (TInterval.OfMean(Samples.Of(n, () => 7 + 3 * samples.Normal()))!.Value.Contains(7))
                covered++;

        var coverage = (double)covered / repetitions;
        output.WriteLine($"{n} numbers: {coverage:P2}");
        Assert.InRange(coverage, 0.9456, 0.9544);
    }

    [Fact]
    public void OfMean_of_equal_numbers_has_no_width() => Assert.Equal(new(0.1, 0.1), TInterval.OfMean([0.1, 0.1, 0.1]));

    [Fact]
    public void PairedTTest_of_equal_numbers_is_none() => Assert.Null(PairedTTest.P([0.3 - 0.2, 0.1, 0.1]));

    [Fact]
    public void OfMean_of_fewer_than_two_is_none()
    {
        Assert.Null(TInterval.OfMean([]));
        Assert.Null(TInterval.OfMean([1]));
        Assert.Null(PairedTTest.P([1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void OfMean_at_no_level_throws(double level) => Assert.Throws<ArgumentOutOfRangeException>(() => TInterval.OfMean([1, 2], level));
}

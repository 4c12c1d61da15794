using ActivationLab.Experiments.Statistics;

namespace ActivationLab.Experiments.Tests.Statistics;

public class WilsonIntervalTests
{
    // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Of_published_cases_is_the_published_interval(long successes, long count, double low, double high)
    {
        var interval = WilsonInterval.Of(successes, count);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
        // Failures are successes seen from the other side.
        var mirrored = WilsonInterval.Of(count - successes, count);
        Assert.Equal(1 - high, mirrored.Low, 4);
        Assert.Equal(1 - low, mirrored.High, 4);
    }

    // The ends are where the normal test of p against the share just fails: (share - p)² = z² p (1 - p) / n.
    [Theory]
    [InlineData(1, 2)]
    [InlineData(9893, 10000)]
    [InlineData(3, 7)]
    public void Of_any_case_ends_where_the_score_test_does(long successes, long count)
    {
        var interval = WilsonInterval.Of(successes, count);

        foreach (var p in new[] { interval.Low, interval.High })
            Assert.Equal(1.959963984540054, Math.Abs((double)successes / count - p) / Math.Sqrt(p * (1 - p) / count), 9);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void Of_impossible_counts_throws(long successes, long count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(successes, count));
}

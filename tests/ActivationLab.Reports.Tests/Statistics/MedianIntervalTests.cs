using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Tests.Statistics;

public class MedianIntervalTests
{
    // The ranks of Conover (1999), as tables of the sign test give them: 1 to 6 of 6, 2 to 9 of 10, 6 to 15 of 20, 40 to 61 of 100.
    [Theory]
    [InlineData(6, 1, 6)]
    [InlineData(8, 1, 8)]
    [InlineData(9, 2, 8)]
    [InlineData(10, 2, 9)]
    [InlineData(15, 4, 12)]
    [InlineData(20, 6, 15)]
    [InlineData(25, 8, 18)]
    [InlineData(100, 40, 61)]
    public void Of_numbers_in_any_order_is_between_the_tabled_ranks(int n, int low, int high)
    {
        var values = Enumerable.Range(1, n).Select(value => (double)value).ToArray();
        new Random(1).Shuffle(values);

        Assert.Equal(new Interval(low, high), MedianInterval.Of(values));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Of_too_few_numbers_is_none(int n) => Assert.Null(MedianInterval.Of([.. Enumerable.Repeat(1.0, n)]));

    [Fact]
    public void Of_five_numbers_at_ninety_percent_is_their_range() =>
        Assert.Equal(new Interval(1, 5), MedianInterval.Of([3, 1, 5, 2, 4], level: 0.9));

    [Fact]
    public void Of_no_numbers_is_refused() => Assert.Throws<ArgumentException>(() => MedianInterval.Of([]));
}

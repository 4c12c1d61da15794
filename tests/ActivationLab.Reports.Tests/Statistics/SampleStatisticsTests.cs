using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Tests.Statistics;

public class SampleStatisticsTests
{
    [Fact]
    public void Summarise_five_numbers_is_worked_by_hand()
    {
        var summary = SampleStatistics.Summarise([4, 1, 5, 2, 3]);

        Assert.Equal((5, 3, 3, 1, 5), (summary.N, summary.Mean, summary.Median, summary.Min, summary.Max));
        Assert.Equal(Math.Sqrt(2.5), summary.Std!.Value, 15);
        // 2.776445 is t of 4 degrees of freedom in any table.
        Assert.Equal(2.776445 * Math.Sqrt(2.5 / 5), summary.MeanInterval!.Value.HalfWidth, 6);
        Assert.Equal(3, (summary.MeanInterval.Value.Low + summary.MeanInterval.Value.High) / 2, 14);
    }

    [Fact]
    public void Summarise_one_number_has_neither_spread_nor_interval()
    {
        var summary = SampleStatistics.Summarise([0.98]);

        Assert.Equal(new(1, 0.98, null, null, 0.98, 0.98, 0.98), summary);
    }

    [Fact]
    public void Summarise_takes_a_level() =>
        Assert.Equal(4.604095 * Math.Sqrt(2.5 / 5), SampleStatistics.Summarise([4, 1, 5, 2, 3], level: 0.99).MeanInterval!.Value.HalfWidth, 6);

    [Fact]
    public void Summarise_numbers_far_from_zero_loses_nothing()
    {
        var summary = SampleStatistics.Summarise([1e9 + 1, 1e9 + 2, 1e9 + 3]);

        Assert.Equal(1e9 + 2, summary.Mean);
        Assert.Equal(1, summary.Std);
    }

    [Fact]
    public void Summarise_equal_numbers_are_their_mean_and_have_no_spread()
    {
        var summary = SampleStatistics.Summarise([0.1, 0.1, 0.1]);

        Assert.Equal(new(3, 0.1, 0, new(0.1, 0.1), 0.1, 0.1, 0.1), summary);
    }

    [Fact]
    public void Summarise_nothing_or_what_is_not_finite_throws()
    {
        Assert.Throws<ArgumentException>(() => SampleStatistics.Summarise([]));
        Assert.Throws<ArgumentException>(() => SampleStatistics.Summarise([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => SampleStatistics.Summarise([double.NegativeInfinity]));
    }
}

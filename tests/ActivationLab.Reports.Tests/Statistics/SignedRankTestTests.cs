using ActivationLab.Reports.Statistics;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Statistics;

public class SignedRankTestTests
{
    // Hollander and Wolfe 1973, Nonparametric Statistical Methods, p. 29: depression scores before and after a therapy; V = 40, one-sided p = 0.0195.
    [Fact]
    public void P_of_the_depression_scores_is_the_published_one()
    {
        double[] before = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
        double[] after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];

        var p = SignedRankTest.P([.. before.Zip(after, (x, y) => x - y)]);

        Assert.Equal(2 * 0.01953125, p);
    }

    // The two-sided 5 % points of every table of the test, with the p of the smaller rank sum at and just above each.
    [Theory]
    [InlineData(6, 0, 0.03125, 0.0625)]
    [InlineData(7, 2, 0.046875, 0.078125)]
    [InlineData(8, 3, 0.0390625, 0.0546875)]
    [InlineData(9, 5, 0.0390625, 0.0546875)]
    [InlineData(10, 8, 0.048828125, 0.064453125)]
    public void P_at_the_critical_values_is_that_of_the_tables(int n, int critical, double p, double next)
    {
        Assert.Equal(p, SignedRankTest.P(WithNegativeRanks(n, critical)));
        Assert.Equal(next, SignedRankTest.P(WithNegativeRanks(n, critical + 1)));
    }

    [Fact]
    public void P_without_ties_is_what_trying_all_signs_of_the_ranks_gives()
    {
        var samples = new Samples(7);
        for (var repetition = 0; repetition < 100; repetition++)
        {
            var differences = Samples.Of(samples.Integer(1, 11), () => samples.Normal() + 0.5);
            double[] ranks = [.. differences.Select(difference => 1.0 + differences.Count(other => Math.Abs(other) < Math.Abs(difference)))];

            // On ranks with signs, sums ± r and rank sums V order the choices of signs alike.
            Assert.Equal(SignFlipTest.Run([.. ranks.Zip(differences, (rank, difference) => rank * Math.Sign(difference))]).P, SignedRankTest.P(differences)!.Value, 12);
        }
    }

    // As doubles, equal differences of accuracies are not equal.
    [Fact]
    public void P_of_differences_of_accuracies_is_that_of_their_counts_of_images()
    {
        var samples = new Samples(8);
        for (var repetition = 0; repetition < 200; repetition++)
        {
            var counts = Samples.Of(samples.Integer(2, 30), () => samples.Integer(-4, 6));

            Assert.Equal(SignedRankTest.P(counts), SignedRankTest.P([.. counts.Select(count => (9800 + count) / 10_000 - 9800 / 10_000.0)]));
        }
    }

    [Fact]
    public void P_of_nothing_but_zeros_is_none()
    {
        Assert.Null(SignedRankTest.P([]));
        Assert.Null(SignedRankTest.P([0, 0]));
    }

    [Fact]
    public void P_depends_neither_on_direction_nor_on_order_nor_on_unit()
    {
        var samples = new Samples(9);
        for (var repetition = 0; repetition < 100; repetition++)
        {
            var differences = Samples.Of(samples.Integer(1, 60), () => repetition % 2 == 0 ? samples.Normal() : samples.Integer(-3, 4));
            var p = SignedRankTest.P(differences);

            Assert.Equal(p, SignedRankTest.P([.. differences.Select(difference => -difference)]));
            Assert.Equal(p, SignedRankTest.P(samples.Shuffled(differences)));
            Assert.Equal(p, SignedRankTest.P([.. differences.Select(difference => 1e-7 * difference)]));
        }
    }

    [Fact]
    public void P_of_what_is_not_finite_throws() => Assert.Throws<ArgumentException>(() => SignedRankTest.P([1, double.NaN]));

    // 1 … n, so many of them negative that their ranks add up to a sum.
    private static double[] WithNegativeRanks(int n, int sum)
    {
        var values = new double[n];
        for (var rank = n; rank >= 1; rank--)
        {
            values[rank - 1] = rank <= sum ? -rank : rank;
            sum -= rank <= sum ? rank : 0;
        }
        return values;
    }
}

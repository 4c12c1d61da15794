using ActivationLab.Reports.Statistics;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Statistics;

public class SignFlipTestTests
{
    // Darwin's cross- less self-fertilised maize in eighths of an inch, as Fisher has it (1935, The Design of Experiments, section 17). In section 21
    // he counts 863 of the 2^15 sums as great as the observed one or greater, "5.267 per cent" on both sides together.
    private static readonly double[] Darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

    [Fact]
    public void Run_Fishers_example_is_Fishers_count()
    {
        var result = SignFlipTest.Run(Darwin);

        Assert.Equal(2 * 863 / 32768.0, result.P);
        Assert.Equal(0.05267, result.P, 5);
        Assert.True(result.IsExact);
        Assert.Equal(0, result.StandardError);
        Assert.Equal(2 / 32768.0, result.Smallest);
    }

    [Fact]
    public void Run_continuous_differences_is_what_trying_all_signs_gives()
    {
        var samples = new Samples(3);
        for (var repetition = 0; repetition < 300; repetition++)
        {
            var shift = samples.Uniform();
            var differences = Samples.Of(samples.Integer(1, 12), () => samples.Normal() + shift);

            Assert.Equal(ByTryingAll(differences), SignFlipTest.Run(differences).P);
        }
    }

    // As doubles, equal differences of accuracies are not equal, and neither are their sums.
    [Fact]
    public void Run_differences_of_accuracies_is_what_their_counts_of_images_give()
    {
        var samples = new Samples(4);
        foreach (var images in new[] { 100, 5000, 10_000, 60_000 })
            for (var repetition = 0; repetition < 50; repetition++)
            {
                int[] counts = [.. Samples.Of(samples.Integer(2, 32), () => samples.Integer(-4, 6)).Select(count => (int)count)];
                var differences = counts.Select(count => Accuracy(images * 49 / 50 + count) - Accuracy(images * 49 / 50));

                Assert.Equal(ByCountingSums(counts), SignFlipTest.Run([.. differences]).P);

                double Accuracy(int right) => (double)right / images;
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(20)]
    [InlineData(32)]
    public void Run_differences_of_one_sign_is_the_smallest_p(int pairs)
    {
        var samples = new Samples(pairs);
        var differences = Samples.Of(pairs, samples.Exponential);

        Assert.Equal(Math.Pow(2, 1 - pairs), SignFlipTest.Run(differences).P);
        Assert.Equal(Math.Pow(2, 1 - pairs), SignFlipTest.Run(differences).Smallest);
    }

    [Fact]
    public void Run_equal_sizes_is_the_sign_test()
    {
        // 0.1 - 0.3 and the like are not exact. Two of nine are negative: (1 + 9 + 36) on either side of 2^9.
        double[] differences = [0.3 - 0.1, 0.9 - 0.7, 0.5 - 0.3, 0.4 - 0.2, 0.2, 0.7 - 0.5, 0.8 - 0.6, 0.1 - 0.3, 0.7 - 0.9];

        Assert.Equal(2 * (1 + 9 + 36) / 512.0, SignFlipTest.Run(differences).P);
    }

    [Fact]
    public void Run_with_an_outlier_still_sees_the_small_differences()
    {
        Assert.Equal(2 / 64.0, SignFlipTest.Run([0.1, 0.2, 1e14, 0.3, 0.25, 0.15]).P);
        // The outlier's sign and the one small negative difference, which may as well be positive: 2 of 4, on both sides.
        Assert.Equal(4 / 8.0, SignFlipTest.Run([1e14, -0.1, 0.3]).P);
    }

    [Fact]
    public void Run_zeros_are_pairs_that_say_nothing()
    {
        Assert.Equal(1, SignFlipTest.Run([0, 0, 0]).P);
        Assert.Equal(1, SignFlipTest.Run(new double[50]).P);
        Assert.Equal(SignFlipTest.Run(Darwin).P, SignFlipTest.Run([0, .. Darwin, 0, 0]).P);
    }

    [Fact]
    public void Run_sums_to_zero_is_one() => Assert.Equal(1, SignFlipTest.Run([0.1, 0.2, -0.3]).P);

    [Fact]
    public void Run_without_pairs_is_one()
    {
        var result = SignFlipTest.Run([]);

        Assert.Equal(1, result.P);
        Assert.Equal(1, result.Smallest);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Run_what_is_not_finite_throws(double value) => Assert.Throws<ArgumentException>(() => SignFlipTest.Run([1, value, 2]));

    [Fact]
    public void Run_many_pairs_is_near_the_exact_p_by_its_standard_error()
    {
        var samples = new Samples(5);
        foreach (var pairs in new[] { 33, 47, 61, 130 })
            for (var repetition = 0; repetition < 3; repetition++)
            {
                int[] counts = [.. Samples.Of(pairs, () => samples.Integer(-9, 11 + repetition)).Select(count => (int)count)];
                var exact = ByCountingSums(counts);
                var result = SignFlipTest.Run([.. counts.Select(count => count / 1000.0)]);

                Assert.False(result.IsExact);
                Assert.Equal(Math.Sqrt(exact * (1 - exact) / SignFlipTest.Draws), result.StandardError, 0.1 * result.StandardError + 1e-6);
                Assert.InRange(result.P, exact - 4 * result.StandardError, exact + 4 * result.StandardError + 1.0 / SignFlipTest.Draws);
            }
    }

    [Fact]
    public void Run_many_pairs_of_one_sign_is_never_zero()
    {
        var result = SignFlipTest.Run([.. Enumerable.Repeat(1.0, 50)]);

        Assert.Equal(1 / (SignFlipTest.Draws + 1.0), result.P);
        Assert.Equal(result.P, result.Smallest);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(45)]
    public void Run_depends_neither_on_order_nor_on_direction_nor_on_unit(int pairs)
    {
        var samples = new Samples(6);
        for (var repetition = 0; repetition < (pairs > SignFlipTest.MostExact ? 3 : 30); repetition++)
        {
            var differences = Samples.Of(pairs, () => samples.Normal() + 0.4);
            var p = SignFlipTest.Run(differences).P;

            Assert.InRange(p, SignFlipTest.Run(differences).Smallest, 1);
            Assert.Equal(p, SignFlipTest.Run(samples.Shuffled(differences)).P);
            Assert.Equal(p, SignFlipTest.Run([.. differences.Select(difference => -difference)]).P);
            Assert.Equal(p, SignFlipTest.Run([.. differences.Select(difference => Math.ScaleB(difference, -30))]).P);
            Assert.Equal(p, SignFlipTest.Run([.. differences.Select(difference => 100 * difference)]).P);
        }
    }

    // By hand: 2/2^5 = 0.0625, 2/2^6 = 0.03125, 2/2^7 = 0.0156 …
    [Theory]
    [InlineData(1, 0.05, 6)]
    [InlineData(2, 0.05, 7)]
    [InlineData(3, 0.05, 7)]
    [InlineData(4, 0.05, 8)]
    [InlineData(6, 0.05, 8)]
    [InlineData(7, 0.05, 9)]
    [InlineData(100, 0.05, 12)]
    [InlineData(1, 0.5, 3)]
    [InlineData(1, 1, 2)]
    public void NeededPairs_is_the_first_count_whose_smallest_p_survives_Holm(int comparisons, double alpha, int expected)
    {
        var needed = SignFlipTest.NeededPairs(comparisons, alpha);

        Assert.Equal(expected, needed);
        Assert.True(SmallestAdjusted(needed) < alpha);
        Assert.False(SmallestAdjusted(needed - 1) < alpha);

        double SmallestAdjusted(int pairs) => Holm.Adjust([SignFlipTest.Run([.. Enumerable.Repeat(1.0, pairs)]).P, .. Enumerable.Repeat(1.0, comparisons - 1)])[0];
    }

    [Fact]
    public void NeededPairs_of_no_comparison_or_level_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SignFlipTest.NeededPairs(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SignFlipTest.NeededPairs(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SignFlipTest.NeededPairs(1, double.NaN));
    }

    private static double ByTryingAll(double[] differences)
    {
        var extreme = 0;
        for (var signs = 0; signs < 1 << differences.Length; signs++)
            if (Math.Abs(differences.Select((difference, i) => (signs >> i & 1) == 0 ? difference : -difference).Sum()) >= Math.Abs(differences.Sum()))
                extreme++;
        return extreme / Math.Pow(2, differences.Length);
    }

    // How many signs lead to each sum of whole numbers, by adding one number after another.
    private static double ByCountingSums(int[] differences)
    {
        var shares = new Dictionary<int, double> { [0] = 1 };
        foreach (var difference in differences)
        {
            var next = new Dictionary<int, double>();
            foreach (var (sum, share) in shares)
                foreach (var signed in new[] { sum + difference, sum - difference })
                    next[signed] = next.GetValueOrDefault(signed) + share / 2;
            shares = next;
        }
        return shares.Where(entry => Math.Abs(entry.Key) >= Math.Abs(differences.Sum())).Sum(entry => entry.Value);
    }
}

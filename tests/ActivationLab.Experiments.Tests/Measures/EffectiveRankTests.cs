using ActivationLab.Experiments.Measures;

namespace ActivationLab.Experiments.Tests.Measures;

public class EffectiveRankTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(512)]
    public void Of_equal_eigenvalues_is_their_number(int count) =>
        Assert.Equal(count, EffectiveRank.Of([.. Enumerable.Repeat(0.3, count)]), 1e-9);

    [Fact]
    public void Of_one_eigenvalue_beside_zeros_is_one() => Assert.Equal(1, EffectiveRank.Of([0, 0, 7, 0]));

    [Fact]
    public void Of_two_eigenvalues_is_e_to_the_entropy_of_their_roots() =>
        // Singular values 2 and 1: shares 2/3 and 1/3; the entropy is ln 3 - 2/3 ln 2.
        Assert.Equal(3 / Math.Pow(2, 2.0 / 3), EffectiveRank.Of([1, 4]), 1e-12);

    [Fact]
    public void Of_nothing_that_varies_is_zero() => Assert.Equal(0, EffectiveRank.Of([0, 0, -0.0]));

    [Fact]
    public void Of_numbers_that_are_not_finite_is_not_a_number() => Assert.Equal(double.NaN, EffectiveRank.Of([double.NaN]));

    [Fact]
    public void Of_eigenvalues_that_rounding_left_of_zero_counts_them_as_zero() =>
        Assert.Equal(1, EffectiveRank.Of([-3e-16, 2e-16, 4e-16, 1]));

    [Fact]
    public void Of_a_small_eigenvalue_that_is_not_rounding_counts_it() => Assert.InRange(EffectiveRank.Of([1e-12, 1]), 1 + 1e-6, 1 + 1e-4);
}

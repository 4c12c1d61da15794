using ActivationLab.Experiments.Measures;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Measures;

[Collection(TorchCollection.Name)]
public class PreActivationMomentsTests
{
    // More rows than units, as many, and fewer: the products of the units, or of the rows.
    public static TheoryData<int, int> Shapes => new() { { 40, 6 }, { 6, 6 }, { 5, 6 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Read_equals_the_singular_values_of_the_centred_matrix(int rows, int units)
    {
        using var scope = NewDisposeScope();
        var z = Draw(rows, units) + 3;

        var spread = Moments(z, rows, 2, rows - 2);

        var singular = linalg.svdvals(z - z.mean([0], keepdim: true)).ToDoubles().Where(value => value > 1e-9).ToArray();
        var entropy = -singular.Sum(value => value / singular.Sum() * Math.Log(value / singular.Sum()));
        var numbers = z.ToDoubles();
        Assert.Equal(Math.Exp(entropy), spread.EffectiveRank, 1e-9);
        Assert.Equal(numbers.Average(), spread.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(numbers.Average(value => (value - numbers.Average()) * (value - numbers.Average()))), spread.StandardDeviation, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Read_units_that_are_multiples_of_one_have_rank_one(int rows, int units)
    {
        using var scope = NewDisposeScope();
        var z = Draw(rows, 1).matmul(Draw(1, units)) + 0.7;

        Assert.Equal(1, Moments(z, rows, rows).EffectiveRank, 1e-9);
    }

    [Fact]
    public void Read_uncorrelated_units_of_one_deviation_have_full_rank()
    {
        using var scope = NewDisposeScope();
        // Each row moves one unit, up or down.
        var identity = tensor(Enumerable.Range(0, 36).Select(index => index % 7 == 0 ? 1.0 : 0).ToArray(), [6, 6]);
        var z = cat([identity, identity.neg()], 0) + 2;

        Assert.Equal(6, Moments(z, 12, 5, 7).EffectiveRank, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Read_units_that_do_not_vary_have_rank_zero_and_their_own_mean(int rows, int units)
    {
        using var scope = NewDisposeScope();
        // 0.1 cannot be written in binary: the mean of many such numbers is not exactly one of them.
        var z = ones([rows, units], ScalarType.Float64) * 0.1;

        var spread = Moments(z, rows, 2, rows - 2);

        Assert.Equal((0.1, 0, 0), (Math.Round(spread.Mean, 15), Math.Round(spread.StandardDeviation, 15), spread.EffectiveRank));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Read_is_not_disturbed_by_a_mean_far_above_the_deviation(int rows, int units)
    {
        using var scope = NewDisposeScope();
        var z = Draw(rows, units);
        // Steps of 2^-20 are exact beside a million.
        z = (z * (1 << 20)).to(ScalarType.Int64).to(ScalarType.Float64) / (1 << 20);

        var (near, far) = (Moments(z, rows, 3, rows - 3), Moments(z + 1_000_000, rows, 3, rows - 3));

        Assert.Equal(near.EffectiveRank, far.EffectiveRank, 1e-9);
        Assert.Equal(near.StandardDeviation, far.StandardDeviation, 1e-9);
        Assert.Equal(near.Mean, far.Mean - 1_000_000, 1e-9);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(4)]
    public void Read_passes_over_rows_after_those_that_were_asked_for(int rows)
    {
        using var scope = NewDisposeScope();
        var z = Draw(40, 6);

        Assert.Equal(Moments(z.narrow(0, 0, rows), rows, rows).EffectiveRank, Moments(z, rows, 3, 15, 15, 7).EffectiveRank, 1e-9);
    }

    [Fact]
    public void Read_numbers_that_are_not_finite_end_in_not_a_number()
    {
        using var scope = NewDisposeScope();
        var z = Draw(8, 3);
        z.select(0, 4).fill_(double.PositiveInfinity);

        var spread = Moments(z, 8, 8);

        Assert.False(double.IsFinite(spread.Mean));
        Assert.Equal((double.NaN, double.NaN), (spread.StandardDeviation, spread.EffectiveRank));
    }

    private static (double Mean, double StandardDeviation, double EffectiveRank) Moments(Tensor z, long rows, params int[] batches)
    {
        using var moments = new PreActivationMoments(z.shape[1], CPU);
        using var rank = new PreActivationRank(rows, z.shape[1], CPU);
        var start = 0L;
        foreach (var count in batches)
        {
            moments.Add(z.narrow(0, start, count));
            rank.Add(z.narrow(0, start, count));
            start += count;
        }
        var (mean, deviation) = moments.Read();
        return (mean, deviation, rank.Read());
    }

    private static Tensor Draw(long rows, long units)
    {
        using var generator = new Generator(7);
        return randn([rows, units], ScalarType.Float64, generator: generator);
    }
}

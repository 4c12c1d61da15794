using ActivationLab.Models.Initialisation;

namespace ActivationLab.Models.Tests.Initialisation;

public class SeedStreamTests
{
    [Fact]
    public void Derive_same_seed_purpose_and_index_gives_the_same_number() =>
        Assert.Equal(SeedStream.Derive(42, "shuffle", 3), SeedStream.Derive(42, "shuffle", 3));

    [Fact]
    public void Derive_any_difference_gives_another_number()
    {
        var all = from seed in Enumerable.Range(0, 20)
                  from purpose in new[] { "shuffle", "dropout", "init features.0.weight" }
                  from epoch in Enumerable.Range(0, 50)
                  select SeedStream.Derive(seed, purpose, epoch);

        Assert.Equal(20 * 3 * 50, all.Distinct().Count());
    }

    // libtorch's CPU generator takes the lowest 32 bits alone: those must be uniform. χ² of 256 cells, 99.9 % quantile of 255 degrees.
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    public void Derive_low_bytes_are_uniform(int shift)
    {
        const int draws = 25_600;
        var counts = new int[256];
        for (var epoch = 0; epoch < draws; epoch++)
            counts[(int)(SeedStream.Derive(1, "shuffle", epoch) >> shift & 0xff)]++;

        Assert.True(counts.Sum(count => Math.Pow(count - 100, 2) / 100) < 330.5);
    }

    [Fact]
    public void Derive_is_never_negative() =>
        Assert.All(Enumerable.Range(0, 1000), seed => Assert.True(SeedStream.Derive(seed, "shuffle") >= 0));
}

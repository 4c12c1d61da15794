using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Tests.Data;

public class AugmentDrawTests
{
    private const int Count = 20_000;

    private static readonly RandomAugmentSettings s_settings = new() { CropPadding = 3, Cutout = 8 };

    [Fact]
    public void Of_offsets_are_uniform_over_all_crops()
    {
        var draws = Draw();

        // 48 degrees of freedom: mean 48, deviation 9.8; 90.6 is exceeded by chance with probability 0.0002.
        Assert.InRange(ChiSquare(draws.Select(draw => draw.Row * 7 + draw.Column), 7 * 7), 20, 90.6);
    }

    [Fact]
    public void Of_centres_are_uniform_over_all_pixels()
    {
        var draws = Draw();

        Assert.InRange(ChiSquare(draws.Select(draw => draw.CutoutRow * 10 + draw.CutoutColumn), 6 * 10), 25, 106);
    }

    [Fact]
    public void Of_flips_half_of_the_images_whatever_their_crop()
    {
        var draws = Draw();

        Assert.InRange(draws.Count(draw => draw.Flip), Count / 2 - 300, Count / 2 + 300); // 4 deviations
        var top = draws.Where(draw => draw.Row < 3).ToArray();
        Assert.InRange(top.Count(draw => draw.Flip) / (double)top.Length, 0.48, 0.52);
    }

    [Fact]
    public void Of_depends_on_seed_and_epoch_alone()
    {
        Assert.Equal(Draw(), Draw());
        Assert.Equal(Draw().Take(100), AugmentDraw.Of(s_settings, 100, 6, 10, seed: 7, epoch: 1));
        Assert.InRange(Same(Draw(), Draw(epoch: 2)), 0, 20); // by chance 20,000 / (49 * 2 * 60) = 3.4
        Assert.InRange(Same(Draw(), Draw(seed: 8)), 0, 20);
    }

    [Fact]
    public void Of_without_one_change_draws_the_others_alike()
    {
        var all = Draw();

        var unflipped = AugmentDraw.Of(s_settings with { HorizontalFlip = false }, Count, 6, 10, seed: 7, epoch: 1);
        var uncropped = AugmentDraw.Of(s_settings with { CropPadding = 0 }, Count, 6, 10, seed: 7, epoch: 1);

        Assert.Equal(all.Select(draw => draw with { Flip = false }), unflipped);
        Assert.Equal(all.Select(draw => draw with { Row = 0, Column = 0 }), uncropped);
    }

    private static AugmentDraw[] Draw(long seed = 7, int epoch = 1) => AugmentDraw.Of(s_settings, Count, 6, 10, seed, epoch);

    private static int Same(AugmentDraw[] first, AugmentDraw[] second) => first.Zip(second).Count(pair => pair.First == pair.Second);

    private static double ChiSquare(IEnumerable<int> values, int cells)
    {
        var expected = Count / (double)cells;
        var observed = new int[cells];
        foreach (var value in values)
            observed[value]++;
        return observed.Sum(count => (count - expected) * (count - expected) / expected);
    }
}

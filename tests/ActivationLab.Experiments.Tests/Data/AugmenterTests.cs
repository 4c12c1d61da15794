using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Data;

[Collection(TorchCollection.Name)]
public class AugmenterTests(PyTorchTwin pyTorch)
{
    private const int Side = 9;
    private const int Count = 40;
    private const long Seed = 11;

    /// <summary>(channels, crop padding, flip, cutout).</summary>
    public static TheoryData<int, int, bool, int> All => new()
    {
        { 3, 4, true, 0 },
        { 3, 2, true, 5 },
        { 1, 3, false, 4 },
        { 1, 0, true, 0 },
        { 3, 0, false, 1 },
        { 1, 16, true, 32 },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void Select_augmented_is_what_a_loop_over_the_pixels_gives(int channels, int padding, bool flip, int cutout)
    {
        using var scope = NewDisposeScope();
        var settings = new RandomAugmentSettings { CropPadding = padding, HorizontalFlip = flip, Cutout = cutout };
        var set = SyntheticImages.Make(Count, channels, Side, seed: 6);
        using var images = new ResidentImages(set, SyntheticImages.Info(channels), CPU, ScalarType.Float64);
        using var augmenter = Augmenter.For(settings, images, Seed);
        var places = Enumerable.Range(0, Count).Reverse().Select(place => (long)place).ToArray();

        for (var epoch = 1; epoch <= 2; epoch++)
        {
            augmenter!.BeginEpoch(epoch);
            var (batch, labels) = images.Select(tensor(places), augmenter);

            Assert.Equal([Count, channels, Side, Side], batch.shape);
            Assert.Equal(places.Select(place => (long)set.Labels[place]), labels.ToLongs());
            var draws = AugmentDraw.Of(settings, Count, Side, Side, Seed, epoch);
            var expected = places.SelectMany(place => Loop(set, (int)place, draws[place], settings));
            Assert.InRange(Errors.Relative(batch.ToDoubles(), [.. expected]), 0, 1e-13);
        }
    }

    [Fact]
    public void Select_augmented_for_several_trials_gives_each_what_it_gets_alone()
    {
        using var scope = NewDisposeScope();
        var settings = new RandomAugmentSettings { CropPadding = 2, Cutout = 3 };
        using var images = new ResidentImages(SyntheticImages.Make(Count, 1, Side, seed: 6), SyntheticImages.Info(1), CPU, ScalarType.Float64);
        long[] seeds = [Seed, 12, 13];
        int[] epochs = [2, 1, 5];
        using var together = Augmenter.For(settings, images, seeds)!;
        together.BeginEpoch(epochs);
        var places = arange(Count, ScalarType.Int64);

        for (var trial = 0; trial < seeds.Length; trial++)
        {
            using var alone = Augmenter.For(settings, images, seeds[trial])!;
            alone.BeginEpoch(epochs[trial]);

            var batch = images.Select(places, together, places + trial * Count).Images;

            Assert.Equal(images.Select(places, alone).Images.ToDoubles(), batch.ToDoubles());
        }
    }

    [PythonFact("torchvision")]
    public void Select_augmented_is_torchvisions_crop_and_flip()
    {
        using var scope = NewDisposeScope();
        var settings = new RandomAugmentSettings { CropPadding = 4 };
        var set = SyntheticImages.Make(Count, 3, Side, seed: 6);
        using var images = new ResidentImages(set, SyntheticImages.Info(3), CPU, ScalarType.Float64);
        using var augmenter = Augmenter.For(settings, images, Seed);
        augmenter!.BeginEpoch(3);

        var batch = images.Select(arange(Count, ScalarType.Int64), augmenter).Images;

        var answer = pyTorch.Ask(new
        {
            @do = "augment",
            pixels = set.Pixels.Select(pixel => (int)pixel),
            shape = new[] { Count, 3, Side, Side },
            padding = settings.CropPadding,
            crops = AugmentDraw.Of(settings, Count, Side, Side, Seed, 3).Select(draw => new object[] { draw.Row, draw.Column, draw.Flip }),
            mean = SyntheticImages.Info(3).Mean,
            std = SyntheticImages.Info(3).Std,
        });
        Assert.InRange(Errors.Relative(batch.ToDoubles(), answer.Doubles()), 0, 1e-6); // torchvision computes in single precision
    }

    [Fact]
    public void Select_with_nothing_to_change_gives_the_same_bits()
    {
        using var scope = NewDisposeScope();
        using var images = Make();
        using var augmenter = Augmenter.For(new RandomAugmentSettings { CropPadding = 0, HorizontalFlip = false, Cutout = 0 }, images, Seed);
        augmenter!.BeginEpoch(1);

        Assert.True(images.Select(arange(Count), augmenter).Images.Equals(images.Select(arange(Count)).Images));
        Assert.Null(Augmenter.For(new NoAugmentSettings(), images, Seed));
    }

    [Fact]
    public void Select_gives_an_image_the_same_change_in_every_batch()
    {
        using var scope = NewDisposeScope();
        using var images = Make();
        using var augmenter = Augmenter.For(new RandomAugmentSettings { Cutout = 3 }, images, Seed);
        augmenter!.BeginEpoch(5);
        var whole = images.Select(arange(Count), augmenter).Images;

        var part = images.Select(tensor((long[])[17, 4]), augmenter).Images;

        Assert.True(part.Equals(whole.index_select(0, tensor((long[])[17, 4]))));
    }

    [Fact]
    public void Select_augmented_leaves_the_stored_images_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var images = Make();
        var (before, beforeSlice) = (images.Select(arange(Count)).Images, images.Slice(0, Count).Images);
        using var augmenter = Augmenter.For(new RandomAugmentSettings { Cutout = 3 }, images, Seed);
        augmenter!.BeginEpoch(1);

        var changed = images.Select(arange(Count), augmenter).Images;

        Assert.False(changed.Equals(before));
        Assert.True(images.Select(arange(Count)).Images.Equals(before));
        Assert.True(images.Slice(0, Count).Images.Equals(beforeSlice));
    }

    [Fact]
    public void Dispose_frees_all_its_tensors()
    {
        using var images = Make();
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var augmenter = Augmenter.For(new RandomAugmentSettings(), images, Seed))
        {
            augmenter!.BeginEpoch(1);
            augmenter.BeginEpoch(2);
        }
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static ResidentImages Make() => new(SyntheticImages.Make(Count, 3, Side, seed: 6), SyntheticImages.Info(3), CPU);

    private static double[] Loop(ImageSet set, int place, AugmentDraw draw, RandomAugmentSettings settings)
    {
        var info = SyntheticImages.Info(set.Channels);
        var image = new double[set.Channels * Side * Side];
        for (var i = 0; i < image.Length; i++)
        {
            var (channel, y, x) = (i / (Side * Side), i / Side % Side, i % Side);
            var row = y + draw.Row - settings.CropPadding;
            var column = (draw.Flip ? Side - 1 - x : x) + draw.Column - settings.CropPadding;
            var inside = row is >= 0 and < Side && column is >= 0 and < Side;
            var pixel = inside ? set.Pixels[((place * set.Channels + channel) * Side + row) * Side + column] : 0;
            var (top, left) = (draw.CutoutRow - settings.Cutout / 2, draw.CutoutColumn - settings.Cutout / 2);
            var cut = y >= top && y < top + settings.Cutout && x >= left && x < left + settings.Cutout;
            image[i] = cut ? 0 : (pixel / 255.0 - info.Mean[channel]) / info.Std[channel];
        }
        return image;
    }
}

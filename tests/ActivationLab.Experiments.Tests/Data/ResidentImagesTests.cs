using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Data;

[Collection(TorchCollection.Name)]
public class ResidentImagesTests
{
    [Theory]
    [InlineData(1, ScalarType.Float64, 1e-13)]
    [InlineData(3, ScalarType.Float64, 1e-13)]
    [InlineData(1, ScalarType.Float32, 1e-6)]
    [InlineData(3, ScalarType.Float32, 1e-6)]
    public void Slice_normalises_each_channel_by_its_mean_and_deviation(int channels, ScalarType type, double bound)
    {
        using var scope = NewDisposeScope();
        var set = SyntheticImages.Make(9, channels, 5, seed: 4);
        (set.Pixels[0], set.Pixels[1]) = (0, 255);
        var info = SyntheticImages.Info(channels);
        using var resident = new ResidentImages(set, info, CPU, type);

        var (images, labels) = resident.Slice(0, 9);

        Assert.Equal([9, channels, 5, 5], images.shape);
        Assert.Equal(type, images.dtype);
        Assert.Equal(set.Labels.Select(label => (long)label), labels.ToLongs());
        var values = images.ToDoubles();
        for (var i = 0; i < values.Length; i++)
        {
            var channel = i / 25 % channels;
            Assert.Equal((set.Pixels[i] / 255.0 - info.Mean[channel]) / info.Std[channel], values[i], bound);
        }
    }

    [Fact]
    public void Select_and_Slice_give_the_images_of_their_places_in_order()
    {
        using var scope = NewDisposeScope();
        var set = SyntheticImages.Make(30, 1, 4, seed: 4);
        using var resident = new ResidentImages(set, SyntheticImages.Info(1), CPU);
        var all = resident.Slice(0, 30).Images.ToDoubles().Chunk(16).ToArray();

        var (selected, selectedLabels) = resident.Select(tensor((long[])[29, 3, 3, 0]));
        var (sliced, slicedLabels) = resident.Slice(7, 5);

        Assert.Equal([all[29], all[3], all[3], all[0]], selected.ToDoubles().Chunk(16));
        Assert.Equal([set.Labels[29], set.Labels[3], set.Labels[3], set.Labels[0]], selectedLabels.ToLongs());
        Assert.Equal(all[7..12], sliced.ToDoubles().Chunk(16));
        Assert.Equal(set.Labels[7..12].Select(label => (long)label), slicedLabels.ToLongs());
    }

    [Fact]
    public void Slice_again_after_a_batch_was_changed_gives_the_images_unchanged()
    {
        using var scope = NewDisposeScope();
        using var resident = new ResidentImages(SyntheticImages.Make(4, 1, 4, seed: 4), SyntheticImages.Info(1), CPU);
        var before = resident.Slice(0, 4).Images.ToDoubles();

        resident.Slice(0, 4).Images.zero_();

        Assert.Equal(before, resident.Slice(0, 4).Images.ToDoubles());
    }

    [Fact]
    public void Dispose_frees_all_its_tensors()
    {
        var tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        new ResidentImages(SyntheticImages.Make(4, 3, 4, seed: 4), SyntheticImages.Info(3), CPU).Dispose();
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}

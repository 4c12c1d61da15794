using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Data;

public class SplitTests
{
    [Fact]
    public void Of_validation_is_the_end_of_the_training_images_and_the_probe_set_its_beginning()
    {
        var split = Split.Of(60_000, Splits.Experiment(validation: 5_000, probe: 2_000));

        Assert.Equal((0, 55_000), (split.Train.Start, split.Train.End));
        Assert.Equal((55_000, 60_000), (split.Validation.Start, split.Validation.End));
        Assert.Equal((55_000, 57_000), (split.Probe.Start, split.Probe.End));
        Assert.Equal("validation images 55000-56999 of the training files", split.ProbeText);
    }

    [Fact]
    public void Of_fewer_training_images_are_the_first_and_leave_the_validation_split_where_it_is()
    {
        var split = Split.Of(60_000, Splits.Experiment(validation: 5_000, probe: 2_000, train: 10_000));

        Assert.Equal((0, 10_000), (split.Train.Start, split.Train.End));
        Assert.Equal((55_000, 60_000), (split.Validation.Start, split.Validation.End));
        Assert.Equal((55_000, 57_000), (split.Probe.Start, split.Probe.End));
    }

    [Theory]
    [InlineData(10, 3, new[] { 3, 3, 3, 1 })]
    [InlineData(9, 3, new[] { 3, 3, 3 })]
    [InlineData(2, 3, new[] { 2 })]
    [InlineData(0, 3, new int[0])]
    public void Batches_cover_the_range_and_only_the_last_is_smaller(int count, int size, int[] counts)
    {
        var batches = new ImageRange(100, count).Batches(size).ToArray();

        Assert.Equal(counts, batches.Select(batch => batch.Count));
        Assert.Equal(Enumerable.Range(100, count), batches.SelectMany(batch => Enumerable.Range(batch.Start, batch.Count)));
    }
}

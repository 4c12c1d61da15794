using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using static ActivationLab.Experiments.Tests.Data.TinyDatasets;

namespace ActivationLab.Experiments.Tests.Data;

public sealed class DatasetStoreTests
{
    [Theory]
    [InlineData("mnist", "{0}", false)]
    [InlineData("mnist", "{0}.gz", true)]
    [InlineData("MNIST/raw", "{0}", false)]
    [InlineData("MNIST/raw", "{0}.gz", true)]
    [InlineData("", "{0}", false)]
    [InlineData("", "dotted", false)]
    [InlineData("", "dotted.gz", true)]
    public void Load_any_common_layout_gives_the_images(string subfolder, string spelling, bool gzipped)
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            subfolder, IdxContents,
            name => spelling.Replace("dotted", name.Replace("-idx", ".idx", StringComparison.Ordinal), StringComparison.Ordinal).Replace("{0}", name, StringComparison.Ordinal),
            gzipped ? Gzip : null);

        var set = DatasetStore.Load(Mnist, folder.Root);

        Assert.Equal(IdxContents[TrainImages][16..], set.Train.Pixels);
        Assert.Equal(IdxContents[TrainLabels][8..], set.Train.Labels);
        Assert.Equal(IdxContents[TestImages][16..], set.Test.Pixels);
        Assert.Equal(IdxContents[TestLabels][8..], set.Test.Labels);
        Assert.Equal((Train, 1, Rows, Columns), (set.Train.Count, set.Train.Channels, set.Train.Height, set.Train.Width));
        Assert.Equal(Test, set.Test.Count);
        Assert.Equal(DatasetCatalog.Original, set.Variant);
        Assert.All(IdxContents, file => Assert.Equal(Sha256(file.Value), set.Sha256[file.Key]));
    }

    [Fact]
    public void Load_cifar_joins_the_batches_in_order()
    {
        using var folder = new TemporaryFolder();
        folder.Write("cifar-10-batches-bin", CifarContents);

        var set = DatasetStore.Load(Cifar, folder.Root);

        var records = CifarContents.Where(file => file.Key != "test_batch.bin").OrderBy(file => file.Key, StringComparer.Ordinal)
            .SelectMany(file => file.Value.Chunk(3073)).ToList();
        Assert.Equal([.. records.Select(record => record[0])], set.Train.Labels);
        Assert.Equal([.. records.SelectMany(record => record[1..])], set.Train.Pixels);
        Assert.Equal(CifarContents["test_batch.bin"][1..3073], set.Test.Pixels[..3072]);
        Assert.Equal((20, 3, 32, 32), (set.Train.Count, set.Train.Channels, set.Train.Height, set.Train.Width));
        Assert.Equal(DatasetCatalog.Original, set.Variant);
    }

    [Fact]
    public void Load_cifar_copy_says_that_it_is_one()
    {
        using var folder = new TemporaryFolder();
        folder.Write("", CifarCopyContents);

        Assert.Equal(DatasetCatalog.JpegCopy, DatasetStore.Load(Cifar, folder.Root).Variant);
    }

    [Fact]
    public void Load_prefers_a_complete_folder_to_an_incomplete_one()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mnist", IdxContents);
        File.Delete(folder["mnist", TestLabels]);
        folder.Write("MNIST/raw", IdxContents);

        Assert.Equal(Train, DatasetStore.Load(Mnist, folder.Root).Train.Count);
    }

    [Fact]
    public void Load_unknown_content_states_its_sum()
    {
        using var folder = new TemporaryFolder();
        var mnist = IdxContents.ToDictionary();
        folder.Write("", mnist);
        var other = Mnist with
        {
            Title = "another set",
            Files = [.. Mnist.Files.Select(file => file with { Sums = [new KnownSum(DatasetCatalog.Original, new string('0', 64))] })],
        };

        var error = Assert.Throws<DataException>(() => DatasetStore.Load(other, folder.Root));

        Assert.Contains($"wrong SHA-256 {Sha256(mnist[TrainImages])}: it is damaged or not another set's", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_whole_set_is_ok_with_its_sums()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mnist", IdxContents);

        var checks = DatasetStore.Verify(Mnist, folder.Root);

        Assert.Equal([TrainImages, TrainLabels, TestImages, TestLabels], checks.Select(check => check.File));
        Assert.All(checks, check => Assert.Equal((FileState.Ok, Sha256(IdxContents[check.File])), (check.State, check.Sha256)));
    }

    [Fact]
    public void Verify_empty_folder_lists_every_file_as_missing()
    {
        using var folder = new TemporaryFolder();

        var checks = DatasetStore.Verify(Cifar, folder.Root);

        Assert.Equal(6, checks.Count);
        Assert.All(checks, check => Assert.Equal(FileState.Missing, check.State));
    }

    [Fact]
    public void CheckSmallest_looks_at_that_file_alone_and_only_at_a_whole_set()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(DatasetStore.CheckSmallest(Mnist, folder.Root));

        folder.Write("mnist", IdxContents);
        File.WriteAllBytes(Path.Combine(folder.Root, "mnist", TrainImages), [1]);

        var check = DatasetStore.CheckSmallest(Mnist, folder.Root)!;
        Assert.Equal((TestLabels, FileState.Ok), (check.File, check.State));
        Assert.Equal(Sha256(IdxContents[TestLabels]), check.Sha256);
        Assert.Null(DatasetStore.CheckSmallest(DatasetCatalog.Clusters, folder.Root));
    }
}

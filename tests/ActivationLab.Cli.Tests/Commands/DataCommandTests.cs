using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Tests.Commands;

public class DataCommandTests
{
    [Fact]
    public void List_looks_at_names_and_sizes()
    {
        using var lab = new Lab();
        var data = lab.WriteHollowMnist();
        lab.Write("data/cifar-10-batches-bin/data_batch_1.bin", "x");

        Assert.Equal(0, lab.Run("data", "list", "--data", data));

        Assert.Equal(
            $"""
            name           images           state         release    where
            mnist          60,000 + 10,000  present       -          {data}/mnist
            fashion_mnist  60,000 + 10,000  missing       -          {data}/fashion-mnist
            cifar10        50,000 + 10,000  1 of 6 files  -          {data}/cifar-10-batches-bin
            clusters       20,000 + 4,000   built in      synthetic  made by the lab

            """, lab.Out.ToString());
    }

    [Fact]
    public void List_file_of_the_wrong_size_is_damaged()
    {
        using var lab = new Lab();
        var data = lab.WriteHollowMnist();
        lab.Write("data/mnist/t10k-labels-idx1-ubyte", "short");

        lab.Run("data", "list", "--data", data);

        Assert.Matches("mnist +60,000 . 10,000  damaged ", lab.Out.ToString());
    }

    [Fact]
    public void List_verify_reads_the_files()
    {
        using var lab = new Lab();

        lab.Run("data", "list", "--verify", "--data", lab.WriteHollowMnist());

        Assert.Matches("mnist +60,000 . 10,000  damaged ", lab.Out.ToString());
    }

    [Fact]
    public void Verify_says_the_state_of_each_file_and_the_cure()
    {
        using var lab = new Lab();
        var data = lab.WriteHollowMnist();
        File.Delete(Path.Combine(data, "mnist", "train-labels-idx1-ubyte"));

        Assert.Equal(1, lab.Run("data", "verify", "mnist", "--data", data));

        var lines = lab.Out.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Matches("^damaged  .*train-images-idx3-ubyte  +.*magic", lines[0]);
        Assert.Matches("^missing  .*train-labels-idx1-ubyte  +no such file$", lines[1]);
        Assert.Equal("activationlab: MNIST is not whole; run 'activationlab data fetch mnist'\n", lab.Lines);
    }

    [MnistFact]
    public void Verify_real_mnist_is_ok()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("data", "verify", "mnist", "--data", DataFolder.Resolve()));

        Assert.All(lab.Out.ToString().TrimEnd('\n').Split('\n'), line => Assert.Matches("^ok  .*  original$", line));
    }

    [Fact]
    public void Fetch_that_no_source_can_serve_is_one_line_and_ends_with_1()
    {
        using var lab = new Lab();

        Assert.Equal(1, lab.Run("data", "fetch", "mnist", "--data", lab.Folder, "--quiet"));

        Assert.Single(lab.Lines.TrimEnd('\n').Split('\n'));
        Assert.Contains("nowhere: no network in a test", lab.Lines);
        Assert.Empty(lab.Out.ToString());
    }

    [Fact]
    public void Fetch_what_the_lab_makes_says_so_and_writes_nothing()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("data", "fetch", "clusters", "--data", lab.Folder));

        Assert.Equal("Clusters needs no fetching: the lab makes it\n", lab.Lines);
        Assert.Empty(lab.Out.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(lab.Folder));
    }

    [Fact]
    public void Verify_what_the_lab_makes_holds_it_against_its_checksums()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("data", "verify", "clusters", "--data", lab.Folder));

        Assert.Equal(
            """
            ok  train-features  synthetic
            ok  train-labels    synthetic
            ok  test-features   synthetic
            ok  test-labels     synthetic

            """, lab.Out.ToString());
    }

    [MnistFact]
    public void Fetch_what_is_whole_already_prints_its_folder()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("data", "fetch", "mnist", "--data", DataFolder.Resolve()));

        Assert.True(Directory.Exists(lab.Out.ToString().TrimEnd('\n')));
        Assert.StartsWith("MNIST is whole, in ", lab.Lines);
    }
}

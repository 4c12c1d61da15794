using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Tests.Views;

public class FetchViewTests
{
    private static readonly FetchProgress[] Steps =
    [
        new("mirror", "", 0, null), new("mirror", "a.gz", 1_000_000, 4_000_000), new("mirror", "a.gz", 4_000_000, 4_000_000),
        new("mirror", "b.gz", 100, null),
    ];

    [Fact]
    public void Show_in_a_file_writes_one_line_a_download()
    {
        using var lab = new Lab();

        Fetch(lab, quiet: false);

        Assert.Equal(
            """
            fetching MNIST from mirror
            fetching MNIST from mirror: a.gz
            fetching MNIST from mirror: b.gz
            fetched MNIST from mirror into /data/mnist

            """, lab.Lines);
    }

    [Fact]
    public void Show_on_a_screen_draws_a_bar_and_leaves_one_line()
    {
        using var lab = new Lab { ErrorIsTerminal = true };

        Fetch(lab, quiet: false);

        Assert.Contains("  1.0 MB/4.0 MB  mirror", lab.Lines);
        Assert.Equal("fetched MNIST from mirror into /data/mnist", Screen.Of(lab.Lines).Text);
    }

    [Fact]
    public void Show_quiet_writes_nothing()
    {
        using var lab = new Lab { ErrorIsTerminal = true };

        Fetch(lab, quiet: true);

        Assert.Empty(lab.Lines);
    }

    private static void Fetch(Lab lab, bool quiet) => FetchView.Show(lab.Terminal, DatasetCatalog.Mnist, quiet, progress =>
    {
        foreach (var step in Steps)
            progress?.Report(step);
        return Task.FromResult(new FetchOutcome("/data/mnist", "mirror", []));
    });
}

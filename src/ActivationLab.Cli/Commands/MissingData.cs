using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;

namespace ActivationLab.Cli.Commands;

/// <summary>Data sets that a command needs and that may not be there yet.</summary>
internal static class MissingData
{
    /// <summary>Fetches a data set unless its files are there, and shows that.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="services">Makes what brings data sets.</param>
    /// <param name="name">The data set.</param>
    /// <param name="folder">The folder of the data sets.</param>
    /// <param name="quiet">Show nothing.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Fetch(Terminal terminal, Services services, DatasetName name, string folder, bool quiet, CancellationToken cancellation)
    {
        if (!DatasetStore.IsPresent(name, folder))
        {
            using var fetcher = services.NewFetcher();
            FetchView.Show(terminal, DatasetCatalog.Get(name), quiet, progress => fetcher.FetchAsync(name, folder, progress, cancellation));
        }
        cancellation.ThrowIfCancellationRequested();
    }
}

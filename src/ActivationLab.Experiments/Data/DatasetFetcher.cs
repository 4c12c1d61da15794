using System.Net;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data.Fetching;

namespace ActivationLab.Experiments.Data;

/// <summary>
/// Brings data sets into a data folder. Files that are there and right are kept; each of the others is downloaded beside its
/// place, checked, and only then renamed into it, so that a broken download is never taken for a whole one and several
/// processes may fetch at once.
/// </summary>
public sealed class DatasetFetcher : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly Func<DatasetInfo, IReadOnlyList<IDatasetSource>> _sourcesOf;

    /// <summary>Makes one that asks the usual sources.</summary>
    /// <param name="handler">Answers HTTP requests; null for the network.</param>
    /// <param name="processes">Runs npm, apt-get and dpkg-deb; null for the system's.</param>
    /// <param name="stallTimeout">How long a server may send nothing; null for 30 seconds.</param>
    public DatasetFetcher(HttpMessageHandler? handler = null, IProcessRunner? processes = null, TimeSpan? stallTimeout = null)
    {
        // The archives are gzip files by themselves: the client must not undo that on the way.
        handler ??= new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, AutomaticDecompression = DecompressionMethods.None };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var downloader = new HttpDownloader(_http, stallTimeout ?? StallTimeout);
        var runner = processes ?? new ProcessRunner();
        _sourcesOf = info => DatasetSources.Of(info, downloader, runner);
    }

    /// <summary>Makes one that asks these sources, in this order.</summary>
    public DatasetFetcher(IReadOnlyList<IDatasetSource> sources)
    {
        _http = new HttpClient();
        _sourcesOf = _ => sources;
    }

    /// <summary>Fetches what is missing or damaged of a data set, from the first source that can give it; nothing for one that the lab makes.</summary>
    /// <param name="name">Which data set.</param>
    /// <param name="folder">The data folder; made if it is missing.</param>
    /// <param name="progress">Hears how far it is; may be null.</param>
    /// <param name="cancellationToken">Stops it; what was fetched whole stays, the rest is removed.</param>
    /// <exception cref="UserException">No source could give it, or the folder cannot be written; one line, exit code 1.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Task<FetchOutcome> FetchAsync(
        DatasetName name, string folder, IProgress<FetchProgress>? progress = null, CancellationToken cancellationToken = default) =>
        FetchAsync(DatasetCatalog.Get(name), folder, progress, cancellationToken);

    /// <summary>Fetches what is missing or damaged of a data set of this description.</summary>
    /// <inheritdoc cref="FetchAsync(DatasetName, string, IProgress{FetchProgress}, CancellationToken)"/>
    public async Task<FetchOutcome> FetchAsync(
        DatasetInfo info, string folder, IProgress<FetchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (info.IsGenerated)
            return new FetchOutcome(folder, null, []);
        var found = DatasetLocation.Find(info, folder);
        if (found.IsComplete && DatasetStore.Verify(info, found).All(check => check.State == FileState.Ok))
            return new FetchOutcome(found.Folder, null, []);

        var target = Path.GetFullPath(Path.Combine(folder, info.Folder));
        try
        {
            using var staging = StagingFolder.Create(target);
            return await TrySourcesAsync(info, target, staging, progress, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                target, $"cannot be written: {DataFileReader.OneLine(e.Message)}", $"choose another folder with {DataFolder.Variable}", e);
        }
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<FetchOutcome> TrySourcesAsync(
        DatasetInfo info, string target, StagingFolder staging, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var source in _sourcesOf(info))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var delivery = new Delivery(info, target, staging, source.Description, progress);
            if (delivery.Wanted.Count == 0)
                return new FetchOutcome(target, source.Description, failures);
            try
            {
                delivery.Report("", 0, null);
                await source.FetchAsync(delivery, cancellationToken);
                if (delivery.Wanted.Count == 0)
                    return new FetchOutcome(target, source.Description, failures);
                failures.Add($"{source.Description}: it has no {delivery.Wanted[0].Name}");
            }
            catch (Exception e) when (e is SourceException or DataException or HttpRequestException or InvalidDataException or EndOfStreamException)
            {
                failures.Add($"{source.Description}: {DataFileReader.OneLine(e is DataException data ? data.Problem : e.Message)}");
            }
        }

        var names = string.Join(", ", info.Files.Select(file => file.Name));
        throw new DataException(
            target, $"could not fetch {info.Title}: {string.Join("; ", failures)}",
            $"place the files there by hand ({names}) and run 'activationlab data verify {info.Text}'");
    }
}

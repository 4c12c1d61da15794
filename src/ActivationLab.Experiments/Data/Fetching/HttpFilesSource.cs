namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>A mirror that has each file by its name, gzipped.</summary>
internal sealed class HttpFilesSource(Uri folder, HttpDownloader downloader) : IDatasetSource
{
    // What gzip adds at most to a file of this size that it cannot shrink, generously.
    private const int GzipOverheadBytes = 1 << 16;

    public string Description => folder.Host;

    public async Task FetchAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var downloads = delivery.NewFolder();
        foreach (var file in delivery.Wanted.ToList())
        {
            var name = file.Name + ".gz";
            var path = Path.Combine(downloads, name);
            await downloader.DownloadAsync(new Uri(folder, name), path, file.Size + GzipOverheadBytes, delivery, cancellationToken);
            await using (var content = File.OpenRead(path))
                await delivery.AcceptAsync(file, content, cancellationToken);
            File.Delete(path);
        }
    }
}

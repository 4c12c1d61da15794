namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>A gzipped tar archive on the web.</summary>
internal sealed class HttpArchiveSource(DatasetArchive archive, HttpDownloader downloader) : IDatasetSource
{
    public string Description => archive.Address.Host;

    public async Task FetchAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var name = archive.Address.Segments[^1];
        var path = Path.Combine(delivery.NewFolder(), name);
        var sha256 = await downloader.DownloadAsync(archive.Address, path, archive.Size, delivery, cancellationToken);
        if (sha256 != archive.Sha256)
            throw new SourceException($"{name} has the wrong SHA-256 {sha256}");
        await TarUnpacker.UnpackAsync(path, archive.MemberFolder, delivery, cancellationToken);
    }
}

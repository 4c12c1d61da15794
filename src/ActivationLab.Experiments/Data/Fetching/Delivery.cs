namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>What a source is asked for, and where it hands it over.</summary>
public sealed class Delivery
{
    private readonly DatasetInfo _info;
    private readonly string _target;
    private readonly StagingFolder _staging;
    private readonly string _source;
    private readonly IProgress<FetchProgress>? _progress;
    private readonly List<DatasetFile> _wanted;

    internal Delivery(DatasetInfo info, string target, StagingFolder staging, string source, IProgress<FetchProgress>? progress)
    {
        _info = info;
        _target = target;
        _staging = staging;
        _source = source;
        _progress = progress;
        // Sources give the original release: what is there of another one cannot be completed by them.
        var canonical = new DatasetLocation(target, [.. info.Files.Select(file => Path.Combine(target, file.Name))]);
        _wanted = [.. DatasetStore.Verify(info, canonical)
            .Zip(info.Files)
            .Where(pair => pair.First.State != FileState.Ok || pair.First.Detail != DatasetCatalog.Original)
            .Select(pair => pair.Second)];
    }

    /// <summary>The files that are still missing, in the order of the data set.</summary>
    public IReadOnlyList<DatasetFile> Wanted => _wanted;

    /// <summary>An empty folder in the same file system as the files' place, removed at the end: for archives and downloads.</summary>
    public string NewFolder() => _staging.NewFolder();

    /// <summary>Says how far a download is.</summary>
    public void Report(string file, long bytes, long? totalBytes) => _progress?.Report(new FetchProgress(_source, file, bytes, totalBytes));

    /// <summary>Takes a file over: writes it beside its place, uncompressed, checks it, and renames it into place.</summary>
    /// <param name="file">One of <see cref="Wanted"/>.</param>
    /// <param name="content">Its content from the start, plain or gzipped.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DataException">The content is not that file's.</exception>
    public async Task AcceptAsync(DatasetFile file, Stream content, CancellationToken cancellationToken)
    {
        var staged = Path.Combine(NewFolder(), file.Name);
        await using (var plain = DataFileReader.OpenContent(content))
        await using (var output = File.Create(staged))
        {
            await CopyAsync(plain, output, file.Size + 1, cancellationToken);
            output.Flush(flushToDisk: true);
        }

        DatasetFileReader.ReadChecked(_info, file, staged);
        File.Move(staged, Path.Combine(_target, file.Name), overwrite: true);
        _wanted.Remove(file);
    }

    // One byte too many is enough to see that a file is too long; a source must not be able to fill the disk.
    private static async Task CopyAsync(Stream from, Stream to, long limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 17];
        int count;
        while (limit > 0 && (count = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit)), cancellationToken)) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            limit -= count;
        }
    }
}

using System.Formats.Tar;
using System.IO.Compression;

namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>Hands the wanted members of a gzipped tar archive over. Nothing else of the archive reaches the disk.</summary>
internal static class TarUnpacker
{
    public static async Task UnpackAsync(string archive, string memberFolder, Delivery delivery, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(archive);
        await using var gzip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        var scratch = Path.Combine(delivery.NewFolder(), "member");
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var wanted = delivery.Wanted.FirstOrDefault(candidate => entry.Name == memberFolder + candidate.Name);
            if (wanted is null || entry.DataStream is null)
                continue;
            if (entry.Length != wanted.Size)
                throw new SourceException($"{entry.Name} has {entry.Length} bytes instead of {wanted.Size}");

            // A member of a compressed archive cannot be wound back, as the check for gzip inside needs.
            await entry.ExtractToFileAsync(scratch, overwrite: true, cancellationToken);
            await using var content = File.OpenRead(scratch);
            await delivery.AcceptAsync(wanted, content, cancellationToken);
        }
    }
}

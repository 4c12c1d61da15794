using System.Net;
using System.Security.Cryptography;

namespace ActivationLab.Experiments.Data.Fetching;

/// <summary>Downloads a file over HTTP and makes sure that all of it came.</summary>
internal sealed class HttpDownloader(HttpClient http, TimeSpan stallTimeout)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Downloads to <paramref name="path"/>; returns the SHA-256 of what came.</summary>
    /// <exception cref="SourceException">The server does not answer with the whole file.</exception>
    public async Task<string> DownloadAsync(Uri address, string path, long maxBytes, Delivery delivery, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            stall.CancelAfter(stallTimeout);
            using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stall.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new SourceException($"HTTP status {(int)response.StatusCode} for {address.Segments[^1]}");
            var length = response.Content.Headers.ContentLength;
            await using var body = await response.Content.ReadAsStreamAsync(stall.Token);
            return await CopyAsync(body, path, length, maxBytes, (stall, delivery));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceException(
                e.InnerException is TimeoutException ? "no connection in time" : $"no data for {stallTimeout.TotalSeconds:0.###} s", e);
        }
    }

    private async Task<string> CopyAsync(
        Stream body, string path, long? length, long maxBytes, (CancellationTokenSource Stall, Delivery Delivery) call)
    {
        var name = Path.GetFileName(path);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        var buffer = new byte[BufferBytes];
        long done = 0;
        int count;
        while ((count = await ReadAsync(body, buffer, call.Stall.Token)) > 0)
        {
            call.Stall.CancelAfter(stallTimeout);
            done += count;
            if (done > maxBytes)
                throw new SourceException($"{name} is longer than the {maxBytes} bytes that it may have");
            sha256.AppendData(buffer.AsSpan(0, count));
            await file.WriteAsync(buffer.AsMemory(0, count), call.Stall.Token);
            call.Delivery.Report(name, done, length);
        }

        if (length is { } whole && done != whole)
            throw new SourceException($"{name} is truncated: {done} of {whole} bytes came");
        return Convert.ToHexStringLower(sha256.GetCurrentHash());
    }

    // A broken connection must not look like a disk that cannot be written, which ends the fetch.
    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException e)
        {
            throw new SourceException($"the connection broke: {e.Message}", e);
        }
    }
}

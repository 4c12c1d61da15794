using System.Net;

namespace ActivationLab.Experiments.Tests.Data;

/// <summary>Answers HTTP requests from a function, without a network, and remembers what was asked.</summary>
internal sealed class FakeServer(Func<Uri, HttpContent?> answer) : HttpMessageHandler
{
    private readonly List<string> _requests = [];

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>A mirror that has these files gzipped.</summary>
    public static HttpContent? Serve(IReadOnlyDictionary<string, byte[]> contents, Uri address) =>
        contents.TryGetValue(Path.GetFileNameWithoutExtension(address.LocalPath), out var content)
            ? new ByteArrayContent(TinyDatasets.Gzip(content))
            : null;

    /// <summary>A body that states a length and stops before it.</summary>
    public static HttpContent Truncated(byte[] whole)
    {
        var content = new StreamContent(new MemoryStream(whole[..(whole.Length / 2)]));
        content.Headers.ContentLength = whole.Length;
        return content;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_requests)
            _requests.Add(request.RequestUri!.ToString());
        var content = answer(request.RequestUri!);
        return Task.FromResult(new HttpResponseMessage(content is null ? HttpStatusCode.NotFound : HttpStatusCode.OK) { Content = content });
    }
}

/// <summary>A body whose beginning comes and whose rest never does; <paramref name="stalled"/> is called when it is waited for.</summary>
internal sealed class StallingStream(byte[] beginning, Action? stalled = null) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == beginning.Length)
        {
            stalled?.Invoke();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        var count = Math.Min(buffer.Length, beginning.Length - _position);
        beginning.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

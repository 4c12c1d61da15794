using System.Text;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>
/// Whole lines of a stream, as UTF-8. Longer ones than the limit, and the half one at the end, are left out; memory stays bounded. A line is
/// given as soon as it is there: a <see cref="StreamReader"/> waits for more when what came fills its buffer exactly.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="longest">The longest line that is given, in bytes.</param>
internal sealed class LineReader(Stream stream, int longest)
{
    private readonly byte[] _buffer = new byte[4096];
    private readonly MemoryStream _line = new();
    private int _position;
    private int _length;

    /// <summary>The next line that has any text; null at the end of the stream, or when it breaks.</summary>
    public string? Read()
    {
        var tooLong = false;
        _line.SetLength(0);
        while (true)
        {
            if (_position == _length && !Fill())
                return null;
            var rest = _buffer.AsSpan(_position, _length - _position);
            var end = rest.IndexOf((byte)'\n');
            var part = end < 0 ? rest : rest[..end];
            tooLong |= _line.Length + part.Length > longest;
            if (!tooLong)
                _line.Write(part);
            _position += part.Length + (end < 0 ? 0 : 1);
            if (end < 0)
                continue;
            if (!tooLong && Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length).Trim() is { Length: > 0 } text)
                return text;
            _line.SetLength(0);
            tooLong = false;
        }
    }

    private bool Fill()
    {
        try
        {
            (_position, _length) = (0, stream.Read(_buffer));
            return _length > 0;
        }
        // Whoever wrote is gone, or the stream was closed here.
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}

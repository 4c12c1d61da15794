using System.Text;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>Whole lines of a stream. Longer ones than the limit, and the half one at the end, are left out; memory stays bounded.</summary>
internal sealed class LineReader(Stream stream, int longest)
{
    private readonly StreamReader _text = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    private readonly char[] _buffer = new char[4096];
    private int _position;
    private int _length;

    /// <summary>The next line that has any text; null at the end of the stream, or when it breaks.</summary>
    public string? Read()
    {
        var line = new StringBuilder();
        var tooLong = false;
        while (true)
        {
            if (_position == _length && !Fill())
                return null;
            var end = Array.IndexOf(_buffer, '\n', _position, _length - _position);
            var part = _buffer.AsSpan(_position, (end < 0 ? _length : end) - _position);
            tooLong |= line.Length + part.Length > longest;
            if (!tooLong)
                line.Append(part);
            _position += part.Length + (end < 0 ? 0 : 1);
            if (end < 0)
                continue;
            if (!tooLong && line.ToString().Trim() is { Length: > 0 } text)
                return text;
            line.Clear();
            tooLong = false;
        }
    }

    private bool Fill()
    {
        try
        {
            (_position, _length) = (0, _text.Read(_buffer));
            return _length > 0;
        }
        // Whoever wrote is gone, or the stream was closed here.
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}

using System.IO.Compression;
using System.Security.Cryptography;

namespace ActivationLab.Experiments.Data;

/// <summary>
/// Reads a data file from front to end, hashes what it reads, and turns every failure into a <see cref="DataException"/>.
/// A gzip file is known by its first bytes, not its name, and read as what it holds.
/// </summary>
internal sealed class DataFileReader : IDisposable
{
    private readonly string _path;
    private readonly string _cure;
    private readonly Stream _stream;
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? _md5;

    private DataFileReader(string path, string cure, Stream stream, bool md5)
    {
        _path = path;
        _cure = cure;
        _stream = stream;
        // MD5 costs more time than the rest of reading, so it is taken only for files known by nothing else.
        _md5 = md5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
    }

    public static DataFileReader Open(string path, string cure, bool md5 = false)
    {
        if (Directory.Exists(path))
            throw new DataException(path, "is a directory, not a file", $"remove it and {cure}");
        try
        {
            var file = File.OpenRead(path);
            try
            {
                return new DataFileReader(path, cure, OpenContent(file), md5);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(path, "no such file", cure, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DataException(path, "cannot be read: permission denied", "give yourself the right to read it", e);
        }
        catch (Exception e) when (e is IOException or NotSupportedException)
        {
            throw new DataException(path, $"cannot be read: {OneLine(e.Message)}", cure, e);
        }
    }

    /// <summary>The checksums of all that was read so far. Call once, at the end.</summary>
    public FileSums Sums() => new(Hex(_sha256), _md5 is null ? "" : Hex(_md5));

    /// <summary>Fills the buffer as far as the file goes; returns how many bytes that was.</summary>
    public int Read(Span<byte> buffer)
    {
        try
        {
            var count = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            _sha256.AppendData(buffer[..count]);
            _md5?.AppendData(buffer[..count]);
            return count;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Wrong("corrupt gzip data", e);
        }
        catch (IOException e)
        {
            throw Wrong($"cannot be read: {OneLine(e.Message)}", e);
        }
    }

    /// <summary>Fills the buffer with what must be the rest of the file: neither less nor more.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="before">Bytes read before, to say how long the file is.</param>
    public void ReadRest(Span<byte> buffer, int before)
    {
        var count = Read(buffer);
        if (count < buffer.Length)
            throw Wrong($"truncated: {before + (long)count} bytes instead of {before + (long)buffer.Length}");
        Span<byte> more = stackalloc byte[1];
        if (Read(more) > 0)
            throw Wrong($"too long: more than the {before + (long)buffer.Length} bytes that it should have");
    }

    /// <summary>The error that this file has this problem.</summary>
    public DataException Wrong(string problem, Exception? inner = null) => new(_path, problem, _cure, inner);

    public void Dispose()
    {
        _stream.Dispose();
        _sha256.Dispose();
        _md5?.Dispose();
    }

    internal static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    /// <summary>The content of a file that may be gzipped.</summary>
    internal static Stream OpenContent(Stream file)
    {
        Span<byte> start = stackalloc byte[2];
        var count = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return count == 2 && start is [0x1f, 0x8b] ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetCurrentHash());
}

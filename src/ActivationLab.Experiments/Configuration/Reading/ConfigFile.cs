using System.Text;
using System.Text.Unicode;

namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>Reads a configuration file whole, or says why it is none.</summary>
internal static class ConfigFile
{
    private const int MostBytes = 1 << 20;
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    public static bool IsJson(string path) => HasExtension(path, ".json");

    /// <summary>The file's UTF-8 without its byte order mark; null after reporting a problem.</summary>
    public static byte[]? Read(string path, SourcePosition file, Problems problems)
    {
        try
        {
            if (Refusal(path) is not { } refusal)
            {
                var bytes = ReadAtMost(path, MostBytes + 1);
                if (Damage(bytes) is not { } damage)
                    return bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
                refusal = damage;
            }
            problems.Add(file, "", refusal);
        }
        catch (UnauthorizedAccessException)
        {
            problems.Add(file, "", "cannot be read: permission denied");
        }
        catch (IOException exception)
        {
            problems.Add(file, "", $"cannot be read: {OneLine.Of(exception.Message)}");
        }
        return null;
    }

    private static string? Refusal(string path)
    {
        if (Directory.Exists(path))
            return "is a folder, not a configuration file";
        if (!File.Exists(path))
            return "no such file" + DidYouMean(path);
        return Extensions.Any(extension => HasExtension(path, extension))
            ? null
            : $"is not a configuration file: its name must end in {string.Join(", ", Extensions[..^1])} or {Extensions[^1]}";
    }

    private static string? Damage(byte[] bytes)
    {
        if (bytes.Length > MostBytes)
            return $"is larger than {MostBytes >> 20} MiB, too large for a configuration";
        if (bytes.Contains((byte)0))
            return "is a binary file, not a configuration (it contains a NUL byte)";
        return Utf8.IsValid(bytes) ? null : "is not a text file in UTF-8";
    }

    private static byte[] ReadAtMost(string path, int limit)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var buffer = new byte[limit];
        var read = stream.ReadAtLeast(buffer, limit, throwOnEndOfStream: false);
        return buffer[..read];
    }

    private static string DidYouMean(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(path) ?? "";
            var wanted = Path.GetFileName(path);
            var names = Directory.EnumerateFiles(folder.Length == 0 ? "." : folder)
                .Select(file => Path.GetFileName(file))
                .Where(name => Extensions.Any(extension => HasExtension(name, extension)))
                .Order(StringComparer.Ordinal)
                .ToList();
            var near = names.Find(name => Path.GetFileNameWithoutExtension(name) == Path.GetFileNameWithoutExtension(wanted))
                ?? Spelling.Nearest(wanted, names);
            return near is null ? "" : $" (did you mean {OneLine.Of(Path.Combine(folder, near))}?)";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "";
        }
    }

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}

using System.Text;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Sweeps.Workers;

/// <summary>What a worker writes to its standard error: kept in a file, which is made at the first line.</summary>
internal sealed class WorkerLog(string path) : IDisposable
{
    /// <summary>The longest line that is kept, in characters.</summary>
    public const int LongestLine = 1 << 16;

    private const int LongestLastLine = 300;

    private readonly Lock _gate = new();
    private StreamWriter? _file;
    private bool _broken;
    private string _last = "";

    /// <summary>The last line, shortened; empty if there was none.</summary>
    public string LastLine
    {
        get
        {
            lock (_gate)
                return _last.Length <= LongestLastLine ? _last : _last[..LongestLastLine] + "…";
        }
    }

    /// <summary>Takes a line. That the file cannot be written is no reason to stop a sweep.</summary>
    public void Add(string line)
    {
        lock (_gate)
        {
            _last = line;
            if (_broken)
                return;
            try
            {
                _file ??= Open();
                _file.WriteLine(line);
            }
            catch (Exception error) when (error is UserException or IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                _broken = true;
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _broken = true;
            _file?.Dispose();
        }
    }

    // Shared: another sweep of the same name, a task of a cluster perhaps, has a worker of the same number.
    private StreamWriter Open()
    {
        FileProblem.CreateFolder(Path.GetDirectoryName(path)!);
        var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        return new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    }
}

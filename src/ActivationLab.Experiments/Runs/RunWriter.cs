using System.Text;
using Serilog;
using Serilog.Core;

namespace ActivationLab.Experiments.Runs;

/// <summary>Writes the files of one trial, whose folder it alone holds until it is disposed of.</summary>
public sealed class RunWriter : IDisposable
{
    private readonly FileLock _lock;
    private readonly Logger _log;
    private readonly GrowingTable<EpochRow> _epochs;
    private readonly GrowingTable<LayerRow> _layers;

    internal RunWriter(RunFolder folder, FileLock held, bool logToConsole)
    {
        Folder = folder;
        _lock = held;
        _log = RunLog.Open(folder.LogFile, logToConsole);
        _epochs = new GrowingTable<EpochRow>(folder.EpochsFile);
        _layers = new GrowingTable<LayerRow>(folder.LayersFile);
    }

    /// <summary>Where the files are.</summary>
    public RunFolder Folder { get; }

    /// <summary>The trial's structured log, <c>log.jsonl</c>.</summary>
    public ILogger Log => _log;

    /// <summary>Writes <c>config.yaml</c>.</summary>
    /// <exception cref="UserException">The file could not be written.</exception>
    public void WriteConfig(string yaml) => AtomicFile.WriteAllText(Folder.ConfigFile, yaml);

    /// <summary>Writes <c>environment.json</c>.</summary>
    /// <exception cref="UserException">The file could not be written.</exception>
    public void WriteEnvironment(EnvironmentRecord environment) => AtomicFile.WriteAllText(Folder.EnvironmentFile, environment.ToJson());

    /// <summary>Adds rows to <c>layers.csv</c> alone: those of the network before training.</summary>
    /// <exception cref="UserException">The file could not be written; it is as it was before.</exception>
    public void AppendLayers(IReadOnlyList<LayerRow> layers) => _layers.Append(layers);

    /// <summary>Adds an epoch's row to <c>epochs.csv</c> and its measurements, if there are any, to <c>layers.csv</c>.</summary>
    /// <exception cref="UserException">A file could not be written; it is as it was before.</exception>
    public void AppendEpoch(EpochRow epoch, IReadOnlyList<LayerRow> layers)
    {
        // Layers first: then an epoch that is in epochs.csv has all its measurements, whenever the process is killed.
        _layers.Append(layers);
        _epochs.Append([epoch]);
    }

    /// <summary>Writes <c>run.csv</c>, with which the trial has ended, and folds it into the tables of the experiment.</summary>
    /// <exception cref="UserException">A file could not be written; it is as it was before.</exception>
    public void WriteRun(RunRow row)
    {
        row = row with { Message = row.Message.ReplaceLineEndings(" ") };
        CsvTable.Write(Folder.RunFile, [row]);
        Folder.Results.Add(row);
    }

    /// <summary>Closes the log and lets go of the folder.</summary>
    public void Dispose()
    {
        _log.Dispose();
        _lock.Dispose();
    }

    // Rewritten as a whole, atomically: an appending process that is killed can leave half a row. The text is kept, so that a row is
    // formatted once; writing it again costs a millisecond a megabyte, and these files have a few kilobytes.
    private sealed class GrowingTable<T>(string path) where T : class
    {
        private readonly MemoryStream _text = new();

        public void Append(IReadOnlyList<T> rows)
        {
            if (rows.Count == 0)
                return;
            _text.Write(Encoding.UTF8.GetBytes(CsvTable.Format(rows, withHeader: _text.Length == 0)));
            AtomicFile.Write(path, _text.WriteTo);
        }
    }
}

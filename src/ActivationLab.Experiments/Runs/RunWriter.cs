using System.Text;
using Serilog;
using Serilog.Core;

namespace ActivationLab.Experiments.Runs;

/// <summary>Writes the files of one trial, whose folder it alone holds until it is disposed of.</summary>
public sealed class RunWriter : IDisposable
{
    private readonly FileLock _lock;
    private readonly Heartbeat _heartbeat;
    private readonly Logger _log;
    private readonly GrowingTable<EpochRow> _epochs;
    private readonly GrowingTable<LayerRow> _layers;

    private readonly CheckpointFiles _checkpoints;

    internal RunWriter(RunFolder folder, FileLock held, CheckpointFiles checkpoints, StoredCheckpoint? stored, bool logToConsole)
    {
        Folder = folder;
        Stored = stored;
        (_lock, _checkpoints) = (held, checkpoints);
        _log = RunLog.Open(folder.LogFile, logToConsole);
        _epochs = new GrowingTable<EpochRow>(folder.EpochsFile);
        _layers = new GrowingTable<LayerRow>(folder.LayersFile);
        _heartbeat = new Heartbeat(held, TimeProvider.System);
    }

    /// <summary>Where the files are.</summary>
    public RunFolder Folder { get; }

    /// <summary>The trial's structured log, <c>log.jsonl</c>.</summary>
    public ILogger Log => _log;

    /// <summary>The checkpoint of an earlier process to go on from; null where the trial begins.</summary>
    public StoredCheckpoint? Stored { get; }

    /// <summary>What the user should know of the folder's past: a checkpoint that could not be used, an earlier run moved aside. A line each.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>Whether a process after this one can go on with the trial.</summary>
    public bool HasCheckpoint => _checkpoints.Exist;

    /// <summary>Writes <c>config.yaml</c>.</summary>
    /// <exception cref="UserException">The file could not be written.</exception>
    public void WriteConfig(string yaml) => AtomicFile.WriteAllText(Folder.ConfigFile, yaml);

    /// <summary>Writes <c>environment.json</c>.</summary>
    /// <exception cref="UserException">The file could not be written.</exception>
    public void WriteEnvironment(EnvironmentRecord environment) => AtomicFile.WriteAllText(Folder.EnvironmentFile, environment.ToJson());

    /// <summary>Adds a resumption to <c>environment.json</c>.</summary>
    /// <param name="resumption">The resumption.</param>
    /// <param name="now">What to write where the file of the first process is gone or cannot be read.</param>
    /// <exception cref="UserException">The file could not be written.</exception>
    public void WriteResumption(ResumptionRecord resumption, EnvironmentRecord now)
    {
        var first = Folder.ReadEnvironment() ?? now;
        WriteEnvironment(first with { Resumptions = [.. first.Resumptions, resumption] });
    }

    /// <summary>
    /// Takes up <c>epochs.csv</c> and <c>layers.csv</c> of an earlier process up to an epoch, and returns their rows. Rows of later epochs,
    /// which are about to be computed again, are taken out; the text of the others stays as it is.
    /// </summary>
    /// <exception cref="UserException">A file is gone, damaged, ends before that epoch, or has other columns.</exception>
    public (IReadOnlyList<EpochRow> Epochs, IReadOnlyList<LayerRow> Layers) TakeUp(int epoch)
    {
        var epochs = _epochs.TakeUp(row => row.Epoch <= epoch);
        if (!epochs.Select(row => row.Epoch).SequenceEqual(Enumerable.Range(1, epoch)))
            throw new UserException($"{Folder.EpochsFile}: has not one row for each epoch up to {epoch}, where the checkpoint is; --fresh moves this run aside and starts over");
        return (epochs, _layers.TakeUp(row => row.Epoch <= epoch));
    }

    /// <summary>Writes the trial's checkpoint. If that fails, the one before it is still there.</summary>
    /// <exception cref="UserException">A file could not be written.</exception>
    public void WriteCheckpoint(CheckpointRecord record, IEnumerable<SafetensorsTensor> tensors) => _checkpoints.Write(record, tensors);

    /// <summary>Removes the checkpoints of a trial that has ended.</summary>
    /// <exception cref="UserException">A file could not be removed.</exception>
    public void DeleteCheckpoints() => _checkpoints.Delete();

    /// <summary>Adds rows to <c>layers.csv</c> alone, with the next <see cref="SaveTables"/>: those of the network before training.</summary>
    public void Add(IReadOnlyList<LayerRow> layers) => _layers.Add(layers);

    /// <summary>
    /// Adds an epoch's row to <c>epochs.csv</c> and its measurements, if there are any, to <c>layers.csv</c>, with the next
    /// <see cref="SaveTables"/>.
    /// </summary>
    public void Add(EpochRow epoch, IReadOnlyList<LayerRow> layers)
    {
        _layers.Add(layers);
        _epochs.Add([epoch]);
    }

    /// <summary>Writes the tables that have got rows since they were written.</summary>
    /// <exception cref="UserException">A file could not be written; it is as it was before, and its rows are written the next time.</exception>
    public void SaveTables()
    {
        // Layers first: then an epoch that is in epochs.csv has all its measurements, whenever the process is killed.
        _layers.Save();
        _epochs.Save();
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
        _heartbeat.Dispose();
        _log.Dispose();
        _lock.Dispose();
    }

    // Rewritten as a whole, atomically: an appending process that is killed can leave half a row. The text is kept, so that a row is
    // formatted once; writing it again costs a millisecond a megabyte, and these files have a few kilobytes.
    private sealed class GrowingTable<T>(string path) where T : class
    {
        private readonly MemoryStream _text = new();
        private long _saved; // bytes

        // Byte for byte: what was written once is not formatted anew.
        public IReadOnlyList<T> TakeUp(Predicate<T> keep)
        {
            if (!File.Exists(path))
                return [];
            var rows = CsvTable.Read<T>(path);
            var bytes = File.ReadAllBytes(path);
            int[] ends = [.. bytes.Index().Where(place => place.Item == '\n').Select(place => place.Index + 1)];
            if (Encoding.UTF8.GetString(bytes, 0, ends[0]) != CsvTable.Format<T>([]) || ends.Length != rows.Count + 1)
                throw new UserException($"{path}: has other columns than this version of ActivationLab writes; --fresh moves this run aside and starts over");
            T[] kept = [.. rows.TakeWhile(row => keep(row))];
            _text.Write(bytes, 0, ends[kept.Length]);
            if (kept.Length < rows.Count)
                AtomicFile.Write(path, _text.WriteTo);
            _saved = _text.Length;
            return kept;
        }

        public void Add(IReadOnlyList<T> rows)
        {
            if (rows.Count > 0)
                _text.Write(Encoding.UTF8.GetBytes(CsvTable.Format(rows, withHeader: _text.Length == 0)));
        }

        public void Save()
        {
            if (_text.Length == _saved)
                return;
            AtomicFile.Write(path, _text.WriteTo);
            _saved = _text.Length;
        }
    }
}

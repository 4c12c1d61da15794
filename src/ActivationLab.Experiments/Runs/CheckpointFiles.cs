using System.Security.Cryptography;

namespace ActivationLab.Experiments.Runs;

/// <summary>A checkpoint that was read back and whose every byte is as it was written.</summary>
public sealed record StoredCheckpoint(CheckpointRecord Record, IReadOnlyDictionary<string, SafetensorsTensor> Tensors);

/// <summary>
/// The checkpoint of a run folder and the one before it. At every moment of writing, one of them is whole: the pair that is relied on is
/// renamed to the previous one, file by file, only when the new tensors are on the disk, and a record finds its tensors by their SHA-256
/// under either name.
/// </summary>
internal sealed class CheckpointFiles(string folder)
{
    private readonly string _tensors = Path.Combine(folder, "checkpoint.safetensors");
    private readonly string _record = Path.Combine(folder, "checkpoint.json");
    private readonly string _previousTensors = Path.Combine(folder, "checkpoint.previous.safetensors");
    private readonly string _previousRecord = Path.Combine(folder, "checkpoint.previous.json");
    private readonly string _newTensors = Path.Combine(folder, "checkpoint.new.safetensors");

    // The pair that is relied on until a newer one is complete: a damaged file never takes its place.
    private (string Record, string Tensors)? _good;

    /// <summary>Whether there is anything to go on from, be it damaged.</summary>
    public bool Exist => File.Exists(_record) || File.Exists(_previousRecord);

    /// <summary>Names of the files, for cleaning up after killed writers.</summary>
    public IEnumerable<string> All => [_record, _previousRecord, _tensors, _previousTensors, _newTensors];

    /// <summary>The newest checkpoint that is whole; null when there is none at all.</summary>
    /// <param name="warn">Hears of a newer one that cannot be used.</param>
    /// <exception cref="UserException">There are some, and none can be used: says why for each.</exception>
    public StoredCheckpoint? Load(Action<string> warn)
    {
        var problems = new List<string>();
        foreach (var record in new[] { _record, _previousRecord }.Where(File.Exists))
        {
            try
            {
                var stored = Read(record);
                if (problems.Count > 0)
                    warn($"{string.Join("; ", problems)}; going on from {record} instead");
                return stored;
            }
            catch (UserException problem)
            {
                problems.Add(problem.Message);
            }
        }
        return problems.Count == 0 ? null : throw new UserException(
            $"{folder}: no checkpoint can be used: {string.Join("; ", problems)}; --fresh moves this run aside and starts over");
    }

    /// <summary>Writes a checkpoint. Until it is whole, and if it cannot be written, the one before it stays whole.</summary>
    /// <exception cref="UserException">A file cannot be written.</exception>
    public void Write(CheckpointRecord record, IEnumerable<SafetensorsTensor> tensors)
    {
        var sum = SafetensorsFile.WriteHashed(_newTensors, tensors);
        if (_good is { } good)
        {
            Move(good.Tensors, _previousTensors);
            Move(good.Record, _previousRecord);
            _good = (_previousRecord, _previousTensors);
        }
        Move(_newTensors, _tensors);
        AtomicFile.WriteAllText(_record, (record with { TensorsSha256 = sum }).ToJson());
        _good = (_record, _tensors);
    }

    /// <summary>Removes them: the trial has ended and needs them no more.</summary>
    public void Delete()
    {
        _good = null;
        foreach (var path in All)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw FileProblem.Writing(path, error);
            }
        }
    }

    private StoredCheckpoint Read(string recordFile)
    {
        var record = CheckpointRecord.Read(recordFile);
        string[] there = [.. new[] { _tensors, _previousTensors }.Where(File.Exists)];
        if (there.Length == 0)
            throw new UserException($"{recordFile}: its tensors, {_tensors}, are gone");
        if (Array.Find(there, path => Sha256(path) == record.TensorsSha256) is not { } tensors)
        {
            var expected = recordFile == _record ? there[0] : there[^1];
            throw new DamagedFileException(expected, $"not the tensors whose SHA-256 {recordFile} names");
        }
        var stored = SafetensorsFile.Read(tensors);
        _good = (recordFile, tensors);
        return new StoredCheckpoint(record, stored.Tensors.ToDictionary(tensor => tensor.Name));
    }

    private static string Sha256(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileProblem.Reading(path, error);
        }
    }

    private static void Move(string from, string to)
    {
        if (from == to)
            return;
        try
        {
            File.Move(from, to, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileProblem.Writing(to, error);
        }
    }
}

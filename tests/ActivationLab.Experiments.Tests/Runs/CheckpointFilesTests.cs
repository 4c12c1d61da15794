using System.Collections;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class CheckpointFilesTests : IDisposable
{
    private const string Json = "checkpoint.json", Tensors = "checkpoint.safetensors";
    private const string PreviousJson = "checkpoint.previous.json", PreviousTensors = "checkpoint.previous.safetensors";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_without_any_is_null() => Assert.Null(Load());

    [Fact]
    public void Load_gives_what_was_written_last()
    {
        Write(1, 2);

        var stored = Load()!;

        Assert.Equal(2, stored.Record.Epoch);
        Assert.Equal(Values(2), stored.Tensors["model.weight"].Data.ToArray());
        Assert.Equal([Json, PreviousJson, PreviousTensors, Tensors], Names());
    }

    // The files as a process leaves them that is killed after so many of the moves of its third checkpoint.
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    public void Load_after_a_kill_between_any_two_moves_finds_a_whole_one(int moves, int epoch)
    {
        KillInThird(moves);
        Assert.Equal(epoch, Load()!.Record.Epoch);
    }

    // However the earlier process ended, and wherever this one ends.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Write_that_fails_after_such_a_kill_keeps_the_whole_one(int moves)
    {
        KillInThird(moves);
        var files = new CheckpointFiles(_folder.Root);
        var before = files.Load(_ => { })!.Record.Epoch;

        // After its tensors, and before its record.
        Assert.Throws<IOException>(() => files.Write(Record(9) with { DeadUnits = new Failing() }, [Tensor(9)]));

        Assert.Equal(before, Load()!.Record.Epoch);
    }

    [Fact]
    public void Load_of_a_file_cut_short_anywhere_uses_the_previous_one_and_names_it()
    {
        Write(1, 2);
        foreach (var name in new[] { Json, Tensors })
        {
            var whole = File.ReadAllBytes(_folder[name]);
            for (var length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 50))
            {
                File.WriteAllBytes(_folder[name], whole[..length]);
                AssertPreviousUsed(name);
            }
            File.Delete(_folder[name]);
            var warnings = new List<string>();
            Assert.Equal(1, new CheckpointFiles(_folder.Root).Load(warnings.Add)!.Record.Epoch);
            File.WriteAllBytes(_folder[name], whole);
        }
    }

    [Fact]
    public void Load_of_a_file_with_a_changed_bit_uses_the_previous_one_and_names_it()
    {
        Write(1, 2);
        var random = new Random(5);
        foreach (var name in new[] { Json, Tensors })
        {
            var whole = File.ReadAllBytes(_folder[name]);
            for (var time = 0; time < 200; time++)
            {
                var changed = (byte[])whole.Clone();
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(_folder[name], changed);
                var warnings = new List<string>();
                var stored = new CheckpointFiles(_folder.Root).Load(warnings.Add)!;
                // White space of the record may change into other white space: then it is the same record.
                if (stored.Record.Epoch == 2)
                    Assert.Equal((Json, Load()!.Record.ToJson()), (name, Record(2, stored.Record.TensorsSha256).ToJson()));
                else
                    AssertPreviousUsed(name);
            }
            File.WriteAllBytes(_folder[name], whole);
        }
    }

    [Theory]
    [InlineData("\"epoch\": 2", "\"epoch\": 3")]
    [InlineData("\"seed\": 7", "\"seed\": 8")]
    [InlineData("\"seconds\": 1.5", "\"seconds\": 1.25")]
    [InlineData("\"checksum\": \"", "\"checksum\": \"0")]
    [InlineData("\"format\": 1", "\"format\": 2")]
    [InlineData("\"epoch\": 2", "\"epoch\": null")]
    [InlineData("\"epoch\": 2", "\"epoch\": 2, \"epoch\": 2")]
    [InlineData("\"epoch\": 2", "\"epoch\": 2, \"more\": 2")]
    [InlineData("\"cell\": \"cell\"", "\"cell\": null")]
    [InlineData("{", "[")]
    public void Load_of_an_altered_record_uses_the_previous_one_and_names_it(string old, string altered)
    {
        Write(1, 2);
        var text = File.ReadAllText(_folder[Json]);
        Assert.Contains(old, text);
        File.WriteAllText(_folder[Json], text.Replace(old, altered));

        AssertPreviousUsed(Json);
    }

    [Fact]
    public void Load_when_none_can_be_used_names_all_and_deletes_nothing()
    {
        Write(1, 2);
        foreach (var name in Names())
            File.AppendAllText(_folder[name], "x");

        var error = Assert.Throws<UserException>(() => Load());

        Assert.Equal(1, error.ExitCode);
        Assert.StartsWith($"{_folder.Root}: no checkpoint can be used: {_folder[Json]}: ", error.Message);
        Assert.Contains($"; {_folder[PreviousJson]}: ", error.Message);
        Assert.EndsWith("--fresh moves this run aside and starts over", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(4, Names().Length);
    }

    [Fact]
    public void Load_of_a_record_without_tensors_says_so()
    {
        Write(1);
        File.Delete(_folder[Tensors]);

        Assert.Contains($"{_folder[Json]}: its tensors, {_folder[Tensors]}, are gone", Assert.Throws<UserException>(() => Load()).Message);
    }

    [Fact]
    public void Write_after_a_damaged_one_was_passed_over_keeps_the_whole_one_before_it()
    {
        Write(1, 2);
        File.AppendAllText(_folder[Tensors], "x");
        var files = new CheckpointFiles(_folder.Root);
        Assert.Equal(1, files.Load(_ => { })!.Record.Epoch);

        files.Write(Record(3), [Tensor(3)]);
        File.Delete(_folder[Json]);

        Assert.Equal(1, Load()!.Record.Epoch);
    }

    [Fact]
    public void Delete_leaves_nothing()
    {
        Write(1, 2).Delete();
        Assert.Empty(Names());
    }

    [Fact]
    public void Read_returns_the_record_that_was_written()
    {
        var record = Record(4) with { Partial = new PartialEpoch(3, double.NaN, 17, 0.1), OptimizerSteps = new Dictionary<string, long> { ["a.weight"] = 5 } };
        File.WriteAllText(_folder["a.json"], record.ToJson());

        Assert.Equal(record.ToJson(), CheckpointRecord.Read(_folder["a.json"]).ToJson());
        Assert.Equal(double.NaN, CheckpointRecord.Read(_folder["a.json"]).Partial!.Loss);
    }

    private static CheckpointRecord Record(int epoch, string sum = "") => new()
    {
        Cell = "cell",
        Seed = 7,
        Epoch = epoch,
        BestEpoch = 1,
        Images = 100,
        Seconds = 1.5,
        OptimizerSteps = new Dictionary<string, long>(),
        DeadUnits = [[1, 5], []],
        Data = new DataRecord("mnist", "original", new Dictionary<string, string> { ["train"] = "00" }),
        Computed = new ComputeRecord("1.0", new TorchRecord("system", "1.13", null, null), "cpu", 1),
        TensorsSha256 = sum,
    };

    private static byte[] Values(int epoch) => [.. Enumerable.Repeat((byte)epoch, 400)];

    private static SafetensorsTensor Tensor(int epoch) => new("model.weight", "F32", [10, 10], Values(epoch));

    private CheckpointFiles Write(params int[] epochs)
    {
        var files = new CheckpointFiles(_folder.Root);
        foreach (var epoch in epochs)
            files.Write(Record(epoch), [Tensor(epoch)]);
        return files;
    }

    private StoredCheckpoint? Load() => new CheckpointFiles(_folder.Root).Load(warning => Assert.Fail(warning));

    private string[] Names() => [.. Directory.GetFiles(_folder.Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void AssertPreviousUsed(string damaged)
    {
        var warnings = new List<string>();
        Assert.Equal(1, new CheckpointFiles(_folder.Root).Load(warnings.Add)!.Record.Epoch);
        var warning = Assert.Single(warnings);
        Assert.StartsWith($"{_folder[damaged]}: ", warning);
        Assert.EndsWith($"; going on from {_folder[PreviousJson]} instead", warning);
        Assert.DoesNotContain('\n', warning);
    }

    private void KillInThird(int moves)
    {
        Write(1, 2);
        using var other = new TemporaryFolder();
        new CheckpointFiles(other.Root).Write(Record(3), [Tensor(3)]);
        (string From, string To)[] all =
        [
            (other[Tensors], _folder["checkpoint.new.safetensors"]), (_folder[Tensors], _folder[PreviousTensors]),
            (_folder[Json], _folder[PreviousJson]), (_folder["checkpoint.new.safetensors"], _folder[Tensors]), (other[Json], _folder[Json]),
        ];
        foreach (var (from, to) in all.Take(moves))
            File.Move(from, to, overwrite: true);
    }

    private sealed class Failing : IReadOnlyList<IReadOnlyList<int>>
    {
        public int Count => throw new IOException();

        public IReadOnlyList<int> this[int index] => throw new IOException();

        public IEnumerator<IReadOnlyList<int>> GetEnumerator() => throw new IOException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

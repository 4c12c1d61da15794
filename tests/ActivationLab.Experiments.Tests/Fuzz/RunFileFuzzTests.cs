using System.Text;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Fuzz;

public sealed class RunFileFuzzTests : IDisposable
{
    private static readonly Experiment s_experiment = new() { Name = "study" };

    private readonly TemporaryFolder _folder = new();
    private readonly Mutator _mutator = new(2015);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_mutated_tables()
    {
        var epochs = CsvTable.Format(Enumerable.Range(1, 4).Select(epoch => Rows.Epoch(epoch)));
        var layers = CsvTable.Format(Enumerable.Range(1, 4).Select(layer => Rows.Layer(1, layer)));
        var runs = CsvTable.Format([Rows.Run(s_experiment), Rows.Run(s_experiment with { Seed = 1 }, RunStatus.Failed) with { Message = "a \"b\",\nc" }]);
        string[] all = [epochs, layers, runs];
        FuzzRun.Of(2000, number =>
        {
            var path = _folder["table.csv"];
            File.WriteAllBytes(path, _mutator.Mutate(all[number % 3], _mutator.Pick(all)));
            _ = number % 3 switch
            {
                0 => CsvTable.Read<EpochRow>(path).Count,
                1 => CsvTable.Read<LayerRow>(path).Count,
                _ => CsvTable.Read<RunRow>(path).Count,
            };
        }).AssertBothHappened(0.02, 0.3);
    }

    // Whatever a table holds, a trial that ended gets its row into it, or hears why not.
    [Fact]
    public void Add_to_mutated_results()
    {
        var row = Rows.Run(s_experiment with { Seed = 3 });
        var good = CsvTable.Format([Rows.Run(s_experiment), Rows.Run(s_experiment with { Seed = 1 })]);
        var results = new ResultsTable(_folder.Root);
        FuzzRun.Of(200, _ =>
        {
            File.WriteAllBytes(results.ResultsFile, _mutator.Mutate(good, good));
            results.Add(row);
            Assert.Contains(row, CsvTable.Read<RunRow>(results.ResultsFile));
        }).AssertBothHappened(0.5, 0);
    }

    [Fact]
    public void Open_stored_run_with_mutated_files()
    {
        var environment = EnvironmentRecord.Capture(
            new TorchRecord("system", "1.13.1", null, null), "cpu", 1, new DataRecord("mnist", "original", new Dictionary<string, string> { ["a"] = "b" }),
            42, "activationlab train", DateTimeOffset.UnixEpoch);
        var files = new Dictionary<string, string>
        {
            ["config.yaml"] = ExperimentYaml.Write(s_experiment),
            ["run.csv"] = CsvTable.Format([Rows.Run(s_experiment)]),
            ["environment.json"] = environment.ToJson(),
        };
        FuzzRun.Of(900, number =>
        {
            foreach (var (name, text) in files)
                File.WriteAllText(_folder[name], text);
            var mutated = files.Keys.ElementAt(number % 3);
            if (mutated == "environment.json")
                File.Delete(_folder["run.csv"]);
            File.WriteAllBytes(_folder[mutated], _mutator.Mutate(files[mutated], files["config.yaml"]));
            var run = StoredRun.Open(_folder.Root);
            Assert.NotEmpty(run.Cell);
        }).AssertBothHappened(0.05, 0.3);
    }

    [Fact]
    public void Read_mutated_checkpoint_files()
    {
        var good = new Dictionary<string, byte[]>();
        var checkpoints = new CheckpointFiles(_folder.Root);
        foreach (var epoch in new[] { 1, 2 })
        {
            checkpoints.Write(
                Checkpoints.Record(epoch), [new SafetensorsTensor("model.weight", "F32", [2, 3], new byte[24]), new SafetensorsTensor("model.bias", "F32", [2], new byte[8])]);
        }
        foreach (var path in checkpoints.All.Where(File.Exists))
            good.Add(path, File.ReadAllBytes(path));
        Assert.Equal(4, good.Count);

        var json = good.Keys.Single(path => path.EndsWith("checkpoint.json", StringComparison.Ordinal));
        FuzzRun.Of(800, number =>
        {
            foreach (var (path, bytes) in good)
                File.WriteAllBytes(path, bytes);
            // A lone damaged pair must be refused, one of two be passed over; and now and then both are damaged.
            var paths = good.Keys.ToList();
            for (var damages = number % 3 + 1; damages > 0; damages--)
            {
                var path = _mutator.Pick(paths);
                File.WriteAllBytes(path, _mutator.Mutate(good[path], good[json]));
            }
            var warnings = new List<string>();
            var stored = new CheckpointFiles(_folder.Root).Load(warnings.Add);
            Assert.InRange(stored!.Record.Epoch, 1, 2);
            Assert.All(warnings, warning => Assert.DoesNotContain(warning, char.IsControl));
        }).AssertBothHappened(0.2, 0.05);
    }

    [Fact]
    public void Read_mutated_safetensors()
    {
        SafetensorsFile.Write(_folder["good"],
        [
            new SafetensorsTensor("layers.0.weight", "F32", [3, 4], new byte[48]), new SafetensorsTensor("layers.0.bias", "F64", [3], new byte[24]),
            new SafetensorsTensor("n", "I64", [], new byte[8]), new SafetensorsTensor("none", "U8", [0, 5], Array.Empty<byte>()),
        ], new Dictionary<string, string> { ["epoch"] = "3", ["config"] = "a: 1\n" });
        var good = File.ReadAllBytes(_folder["good"]);
        var header = Encoding.UTF8.GetBytes("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
        FuzzRun.Of(1500, _ =>
        {
            File.WriteAllBytes(_folder["mutant"], _mutator.Mutate(good, header));
            SafetensorsFile.Read(_folder["mutant"]);
        }).AssertBothHappened(0.02, 0.5);
    }
}

using System.Text.Json;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class RunWriterTests : IDisposable
{
    private static readonly Experiment Leaky = new() { Name = "study" };
    private readonly TemporaryFolder _folder = new();
    private readonly RunWriter _writer;

    public RunWriterTests() => _writer = RunFolder.For(_folder.Root, Leaky).Open(fresh: false)!;

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void SaveTables_keeps_every_row_in_order()
    {
        _writer.Add([Rows.Layer(0, 1), Rows.Layer(0, 2)]);
        _writer.Add(Rows.Epoch(1), [Rows.Layer(1, 1), Rows.Layer(1, 2)]);
        _writer.SaveTables();
        _writer.Add(Rows.Epoch(2, double.NaN), []);
        _writer.SaveTables();
        Assert.Equal([Rows.Epoch(1), Rows.Epoch(2, double.NaN)], CsvTable.Read<EpochRow>(_writer.Folder.EpochsFile));
        Assert.Equal(
            [Rows.Layer(0, 1), Rows.Layer(0, 2), Rows.Layer(1, 1), Rows.Layer(1, 2)], CsvTable.Read<LayerRow>(_writer.Folder.LayersFile));
        Assert.Equal(3, File.ReadAllLines(_writer.Folder.EpochsFile).Length);
    }

    [Fact]
    public void SaveTables_writes_a_table_that_has_got_rows_and_no_other()
    {
        _writer.Add(Rows.Epoch(1), [Rows.Layer(1, 1)]);
        Assert.False(File.Exists(_writer.Folder.EpochsFile) || File.Exists(_writer.Folder.LayersFile));
        _writer.SaveTables();
        File.Delete(_writer.Folder.LayersFile);
        _writer.Add(Rows.Epoch(2), []);
        _writer.SaveTables();
        Assert.Equal(2, CsvTable.Read<EpochRow>(_writer.Folder.EpochsFile).Count);
        Assert.False(File.Exists(_writer.Folder.LayersFile));
    }

    [Fact]
    public async Task SaveTables_never_shows_half_a_row()
    {
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var reads = 0;
            while (!stop.IsCancellationRequested || reads == 0)
            {
                if (File.Exists(_writer.Folder.EpochsFile))
                {
                    var epochs = CsvTable.Read<EpochRow>(_writer.Folder.EpochsFile); // throws on half a row
                    Assert.Equal(Enumerable.Range(1, epochs.Count), epochs.Select(row => row.Epoch));
                    reads++;
                }
            }
        });
        for (var epoch = 1; epoch <= 60; epoch++)
        {
            _writer.Add(Rows.Epoch(epoch), []);
            _writer.SaveTables();
        }
        await stop.CancelAsync();
        await reader;
    }

    [Fact]
    public void SaveTables_that_failed_is_made_up_for_by_the_next()
    {
        Directory.CreateDirectory(_writer.Folder.EpochsFile);
        _writer.Add(Rows.Epoch(1), []);
        Assert.Throws<UserException>(_writer.SaveTables);
        Directory.Delete(_writer.Folder.EpochsFile);
        _writer.Add(Rows.Epoch(2), []);
        _writer.SaveTables();
        Assert.Equal([1, 2], CsvTable.Read<EpochRow>(_writer.Folder.EpochsFile).Select(row => row.Epoch));
    }

    [Fact]
    public void WriteRun_writes_one_row_of_one_line_and_folds_it_in()
    {
        _writer.WriteRun(Rows.Run(Leaky, RunStatus.Failed) with { Message = "first\nsecond" });
        Assert.Equal(2, File.ReadAllLines(_writer.Folder.RunFile).Length);
        Assert.Equal("first second", _writer.Folder.ReadRun()!.Message);
        Assert.Equal(File.ReadAllText(_writer.Folder.RunFile), File.ReadAllText(_writer.Folder.Results.ResultsFile));
    }

    [Fact]
    public void Log_is_one_json_object_a_line()
    {
        Cultures.Under("de-DE", () => _writer.Log.Information("loss {Loss} after {Steps} steps of {Name}", double.NaN, 12.5, "a\nb"));
        _writer.Log.Error(new IOException("disk"), "it failed");
        _writer.Dispose();
        var lines = File.ReadAllLines(_writer.Folder.LogFile);
        Assert.Equal(2, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal("loss NaN after 12.5 steps of \"a\nb\"", first.RootElement.GetProperty("RenderedMessage").GetString());
        Assert.Equal(12.5, first.RootElement.GetProperty("Properties").GetProperty("Steps").GetDouble());
        using var second = JsonDocument.Parse(lines[1]);
        Assert.Contains("disk", second.RootElement.GetProperty("Exception").GetString());
    }

    [Fact]
    public void RunLog_goes_on_at_the_end_of_the_file()
    {
        var path = _folder["again.jsonl"];
        foreach (var text in new[] { "one", "two" })
        {
            using var log = RunLog.Open(path);
            log.Debug(text);
        }
        Assert.Equal(2, File.ReadAllLines(path).Length);
    }

    [Fact]
    public void Dispose_removes_the_lock()
    {
        _writer.Dispose();
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_writer.Folder.FullName)!, ".*"));
    }
}

using System.Text.Json;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Tests.Runs;

public class EnvironmentRecordTests
{
    [Fact]
    public void FromJson_of_a_record_before_Tf32_was_recorded_says_nothing_of_it()
    {
        var json = Record().ToJson().Replace(",\n    \"tf32\": null", "", StringComparison.Ordinal);

        Assert.DoesNotContain("tf32", json);
        Assert.Null(EnvironmentRecord.FromJson(json).Torch.Tf32);
    }

    private static EnvironmentRecord Record() => EnvironmentRecord.Capture(
        new TorchRecord("system", "1.13.1", "OpenBLAS", Cuda: null), "cpu", threads: 2,
        new DataRecord("mnist", "official", new Dictionary<string, string> { ["train-images-idx3-ubyte"] = "ba891046" }),
        seed: 42, commandLine: "activationlab train --set a=\"é\"", new DateTimeOffset(2026, 3, 1, 13, 0, 0, TimeSpan.FromHours(1)));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void ToJson_has_the_promised_keys_under_every_culture(string culture) => Cultures.Under(culture, () =>
    {
        var text = Record().ToJson();
        using var json = JsonDocument.Parse(text);
        Assert.Equal(
            ["started", "command_line", "seed", "app_version", "commit", "dotnet", "os", "architecture", "cpu", "cores", "torch", "device", "threads", "data", "resumptions"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Contains("\n  \"started\": \"2026-03-01T12:00:00Z\",\n", text);
        Assert.Contains("é", text);
        Assert.Contains("\"train-images-idx3-ubyte\": \"ba891046\"", text);
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("}\n", text);
    });

    [Fact]
    public void FromJson_returns_what_was_written()
    {
        var record = Record();
        Assert.Equal(record.ToJson(), EnvironmentRecord.FromJson(record.ToJson()).ToJson());
    }

    [Fact]
    public void Capture_asks_this_machine_but_does_not_name_it()
    {
        var record = Record();
        Assert.Equal(Environment.ProcessorCount, record.Cores);
        Assert.Contains(Environment.Version.ToString(), record.Dotnet);
        Assert.Matches(@"^\d+\.\d+\.\d+$", record.AppVersion);
        Assert.DoesNotContain($"\"{Environment.MachineName}\"", record.ToJson());
    }

    [FactWithPath("/proc/cpuinfo")]
    public void Capture_reads_the_name_of_the_cpu() =>
        Assert.Contains(Record().Cpu!, File.ReadAllText("/proc/cpuinfo"));
}

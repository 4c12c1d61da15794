using System.Text.Json;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Tests.Runs;

public class RunLogTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_to_console_or_not_writes_the_file_and_standard_error_only_when_asked(bool toConsole)
    {
        var path = Path.Combine(Path.GetTempPath(), $"run-log-{Guid.NewGuid():N}.jsonl");
        var (before, captured) = (Console.Error, new StringWriter());
        Console.SetError(captured);
        try
        {
            using (var log = RunLog.Open(path, toConsole))
                log.Information("epoch {Epoch} of {Name}", 3, "prelu");

            using var line = JsonDocument.Parse(File.ReadLines(path).Single());
            Assert.Equal(3, line.RootElement.GetProperty("Properties").GetProperty("Epoch").GetInt32());
            Assert.Equal(toConsole, captured.ToString().Contains("INF epoch 3 of prelu", StringComparison.Ordinal));
        }
        finally
        {
            Console.SetError(before);
            File.Delete(path);
        }
    }
}

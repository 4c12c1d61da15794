using ActivationLab.Experiments.Data.Fetching;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Data;

public sealed class ProcessRunnerTests
{
    [Fact]
    public async Task Run_gives_status_and_both_outputs()
    {
        using var folder = new TemporaryFolder();

        var result = await new ProcessRunner().RunAsync("sh", ["-c", "pwd; echo no >&2; exit 3"], folder.Root, CancellationToken.None);

        Assert.Equal(new ProcessResult(3, folder.Root + "\n", "no\n"), result);
    }

    [Fact]
    public async Task Run_program_that_is_not_installed_is_null() =>
        Assert.Null(await new ProcessRunner().RunAsync("no-such-program-here", [], "/", CancellationToken.None));

    [Fact]
    public async Task Run_cancelled_ends_the_program()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var run = new ProcessRunner().RunAsync("sh", ["-c", "echo $$ > pid; exec sleep 600"], folder.Root, stop.Token);
        string pid;
        while (!File.Exists(folder["pid"]) || (pid = await File.ReadAllTextAsync(folder["pid"])).Length == 0)
            await Task.Delay(5);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(Directory.Exists($"/proc/{pid.Trim()}"));
    }
}

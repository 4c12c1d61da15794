using System.Diagnostics;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Slurm;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Sweeps.Slurm;

/// <summary>The script run by bash, as slurmd runs it, with a stand-in for the program and for scontrol.</summary>
public sealed class SbatchScriptRunTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public void Task_number_is_the_offset_plus_the_index_and_every_word_arrives_whole()
    {
        const string evil = "a 'b' \"c\" $HOME `id` \\ * ;& é";
        var (code, output) = Run("printf '<%s>' \"$@\"; echo \" $DOTNET_PROCESSOR_COUNT\"", evil, ["--data", evil], offset: "12");

        Assert.Equal(0, code);
        Assert.Contains($"<sweep><task><{_folder[evil.Replace("\\", "-")]}><15><--data><{evil}> 4\n", output);
        Assert.Contains("task 15: job 7_3 on ", output);
    }

    [LinuxTheory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(75)]
    public void Programs_exit_code_is_the_tasks_and_without_a_warning_nothing_is_queued_again(int code)
    {
        Assert.Equal(code, Run($"exit {code}").Code);
        Assert.False(File.Exists(_folder["requeued"]));
    }

    [LinuxFact]
    public void Warning_signal_stops_the_program_once_and_queues_exactly_this_task_again()
    {
        var (code, output) = RunAndSignal("USR1", "trap 'echo stopping; sleep 0.3; exit 75' TERM; touch started; while :; do sleep 0.05; done");

        Assert.Equal(75, code);
        Assert.Equal("requeue 7_3\n", File.ReadAllText(_folder["requeued"]));
        Assert.Single(output.Split('\n'), "stopping");
        Assert.Contains("the time limit is near", output);
    }

    [LinuxFact]
    public void Warning_signal_to_a_program_that_ends_by_itself_queues_nothing_again()
    {
        var (code, _) = RunAndSignal("USR1", "trap '' TERM; touch started; sleep 0.5; exit 0");

        Assert.Equal(0, code);
        Assert.False(File.Exists(_folder["requeued"]));
    }

    [LinuxFact]
    public void Termination_waits_for_the_program_and_sends_it_no_second_signal()
    {
        // Slurm sends SIGTERM to every process of a task; a second one would end the program before its checkpoints are saved.
        var (code, output) = RunAndSignal("TERM", "trap 'echo told twice' TERM; touch started; sleep 0.5; echo saved; exit 75");

        Assert.Equal(75, code);
        Assert.Contains("saved\n", output);
        Assert.DoesNotContain("told twice", output);
        Assert.False(File.Exists(_folder["requeued"]));
    }

    [LinuxFact]
    public void Refused_requeue_is_said_and_the_exit_code_stays()
    {
        WriteProgram("bin/scontrol", "exit 1");
        var (code, output) = RunAndSignal("USR1", "trap 'exit 75' TERM; touch started; while :; do sleep 0.05; done");

        Assert.Equal(75, code);
        Assert.Contains("not queued again; the sweep command submits what is left", output);
    }

    [LinuxFact]
    public void Run_by_hand_without_an_array_says_how()
    {
        var script = WriteScript("exit 0", "x", []);
        var (code, output) = Shell.Run("bash", [script], "");

        Assert.NotEqual(0, code);
        Assert.Contains("submit this script as a job array", output);
    }

    private (int Code, string Output) Run(string program, string submission = "x", string[]? arguments = null, string offset = "0") =>
        Shell.Run("bash", [WriteScript(program, submission, arguments ?? []), offset], "", Variables);

    private (int Code, string Output) RunAndSignal(string signal, string program)
    {
        using var process = Shell.Start("bash", [WriteScript($"cd '{_folder.Root}'; {program}", "x", [])], Variables);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var waited = Stopwatch.StartNew();
        while (!File.Exists(_folder["started"]) && waited.Elapsed < s_patience)
            Thread.Sleep(10);
        Shell.Run("kill", [$"-{signal}", $"{process.Id}"], "");
        Assert.True(process.WaitForExit(s_patience), "the script did not end");
        return (process.ExitCode, output.Result);
    }

    private Dictionary<string, string> Variables => new()
    {
        ["SLURM_ARRAY_TASK_ID"] = "3",
        ["SLURM_ARRAY_JOB_ID"] = "7",
        ["SLURM_JOB_ID"] = "7",
        ["SLURM_CPUS_PER_TASK"] = "4",
        ["PATH"] = $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
    };

    private string WriteScript(string program, string submission, string[] arguments)
    {
        if (!File.Exists(_folder["bin", "scontrol"]))
            WriteProgram("bin/scontrol", $"echo \"$@\" >>'{_folder["requeued"]}'");
        // An odd name for the program too; Slurm is not asked here, so only its own limit (no backslash) holds.
        var path = WriteProgram("odd 'name' $x/lab", program);
        var script = new SbatchScript("study", new SlurmSettings(), _folder[submission.Replace("\\", "-")], _folder.Root, [path], arguments);
        File.WriteAllText(_folder["sweep.sbatch"], script.Write(4, 4));
        return _folder["sweep.sbatch"];
    }

    private string WriteProgram(string name, string body)
    {
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}

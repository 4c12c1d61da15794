using System.Globalization;
using System.Text;

namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>The batch script of a submission: what Slurm is asked for, and what a task of the job array does.</summary>
/// <param name="Sweep">Name of the sweep; the job's name too.</param>
/// <param name="Settings">What the cluster is asked for.</param>
/// <param name="Submission">The submission's folder, absolute.</param>
/// <param name="WorkingFolder">Where the program runs, absolute.</param>
/// <param name="Program">How the program is started: its first word is a file's path.</param>
/// <param name="Arguments">What <c>sweep task</c> gets after the submission and the task's number.</param>
internal sealed record SbatchScript(
    string Sweep, SlurmSettings Settings, string Submission, string WorkingFolder, IReadOnlyList<string> Program, IReadOnlyList<string> Arguments)
{
    // %A is the array's id, %a the index in it.
    private const string LogName = "%A_%a.log";

    /// <summary>The folder of the logs, in the submission's.</summary>
    public const string LogFolder = "logs";

    /// <summary>The script.</summary>
    /// <param name="tasks">Tasks of the submission.</param>
    /// <param name="trials">Trials of all of them.</param>
    /// <exception cref="UserException">A path cannot be said to Slurm.</exception>
    public string Write(int tasks, int trials)
    {
        foreach (var path in new[] { Submission, WorkingFolder })
            CheckPath(path);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            #!/usr/bin/env bash
            # Sweep {Sweep}: {trials} trials in {tasks} tasks. What each task runs is in tasks.csv beside this script.
            # Submitted as job arrays of it; the one argument is the number of the task at index 0 of the array:
            #   sbatch --array=0-{tasks - 1} sweep.sbatch 0

            """));
        text.Append('\n');
        foreach (var option in Options())
            text.Append("#SBATCH ").Append(option).Append('\n');
        return text.Append($$"""

            set -u
            program=({{string.Join(' ', Program.Select(ShellWord.Quote))}})
            submission={{ShellWord.Quote(Submission)}}
            task=$((${1:-0} + ${SLURM_ARRAY_TASK_ID:?submit this script as a job array: sbatch --array=0 sweep.sbatch}))
            itself=${SLURM_ARRAY_JOB_ID:-}_$SLURM_ARRAY_TASK_ID

            # As many cores as Slurm gave, also on a cluster that does not keep the task to them.
            export DOTNET_PROCESSOR_COUNT=${SLURM_CPUS_PER_TASK:-1}

            say() { echo "$(date '+%F %T') task $task: $*"; }

            say "job $itself on $(hostname), start $((${SLURM_RESTART_COUNT:-0} + 1))"
            "${program[@]}" sweep task "$submission" "$task"{{string.Concat(Arguments.Select(word => $" {ShellWord.Quote(word)}"))}} &
            pid=$!

            # The time limit is near. SIGTERM has the program save checkpoints and end with 75.
            warned=0
            trap 'warned=1; say "the time limit is near: saving checkpoints"; kill -TERM "$pid" 2>/dev/null' USR1
            # scancel, preemption and the limit itself tell the program too: here it is only waited for.
            trap : TERM

            # A signal ends `wait`, not the program; the last `wait` gives the program's own exit code.
            while kill -0 "$pid" 2>/dev/null; do wait "$pid"; done
            wait "$pid"
            code=$?
            say "ended with $code"

            # This one task and no other: the id of one task is the same number as the array's, so both numbers are given.
            if ((warned && code == 75)); then
              say "asking to be queued again, to go on from the checkpoints"
              scontrol requeue "$itself" || say "not queued again; the sweep command submits what is left"
            fi
            exit "$code"

            """).ToString();
    }

    private IEnumerable<string> Options()
    {
        yield return $"--job-name={ShellWord.QuoteForSbatch(Sweep)}";
        yield return $"--chdir={ShellWord.QuoteForSbatch(WorkingFolder)}";
        var log = Path.Combine(Submission, LogFolder).Replace("%", "%%") + "/" + LogName;
        yield return $"--output={ShellWord.QuoteForSbatch(log)}";
        yield return "--open-mode=append";
        yield return "--nodes=1";
        yield return "--ntasks=1";
        yield return string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={Settings.Cpus}");
        if (Settings.Partition is { } partition)
            yield return $"--partition={partition}";
        if (Settings.Time is { } time)
            yield return $"--time={time}";
        if (Settings.Memory is { } memory)
            yield return $"--mem={memory}";
        if (Settings.Gpus is { } gpus)
            yield return $"--gres=gpu:{gpus}";
        yield return "--requeue";
        yield return string.Create(CultureInfo.InvariantCulture, $"--signal=B:USR1@{Settings.WarningSeconds}");
        foreach (var option in Settings.Sbatch ?? [])
            yield return option;
    }

    // In a file name Slurm takes a backslash for "replace nothing here": all tasks would then share one log.
    private static void CheckPath(string path)
    {
        if (path.Any(letter => letter == '\\' || char.IsControl(letter)))
            throw new UserException($"{path}: a path with a backslash or a line break cannot be told to Slurm; use another folder (--runs DIR)");
    }
}

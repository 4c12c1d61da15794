using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Slurm;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Sweeps.Slurm;

public class SbatchScriptTests
{
    private static readonly SbatchScript s_full = new(
        "mnist-slopes",
        new SlurmSettings
        {
            Partition = "gpu,long",
            Time = "2:00:00",
            Memory = "8G",
            Gpus = "a100:1",
            Cpus = 4,
            WarningSeconds = 90,
            Sbatch = ["--account=vision", "--exclude=node[3-4]"],
        },
        "/home/kim/runs/mnist-slopes/sweep/slurm/3",
        "/home/kim",
        ["/usr/bin/dotnet", "exec", "/opt/lab/activationlab.dll"],
        ["--data", "/data/sets", "--stack", "off"]);

    [Fact]
    public void Write_every_setting_is_this_script() => Assert.Equal(
        """
        #!/usr/bin/env bash
        # Sweep mnist-slopes: 60 trials in 15 tasks. What each task runs is in tasks.csv beside this script.
        # Submitted as job arrays of it; the one argument is the number of the task at index 0 of the array:
        #   sbatch --array=0-14 sweep.sbatch 0

        #SBATCH --job-name="mnist-slopes"
        #SBATCH --chdir="/home/kim"
        #SBATCH --output="/home/kim/runs/mnist-slopes/sweep/slurm/3/logs/%A_%a.log"
        #SBATCH --open-mode=append
        #SBATCH --nodes=1
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=4
        #SBATCH --partition=gpu,long
        #SBATCH --time=2:00:00
        #SBATCH --mem=8G
        #SBATCH --gres=gpu:a100:1
        #SBATCH --requeue
        #SBATCH --signal=B:USR1@90
        #SBATCH --account=vision
        #SBATCH --exclude=node[3-4]

        set -u
        program=('/usr/bin/dotnet' 'exec' '/opt/lab/activationlab.dll')
        submission='/home/kim/runs/mnist-slopes/sweep/slurm/3'
        task=$((${1:-0} + ${SLURM_ARRAY_TASK_ID:?submit this script as a job array: sbatch --array=0 sweep.sbatch}))
        itself=${SLURM_ARRAY_JOB_ID:-}_$SLURM_ARRAY_TASK_ID

        # As many cores as Slurm gave, also on a cluster that does not keep the task to them.
        export DOTNET_PROCESSOR_COUNT=${SLURM_CPUS_PER_TASK:-1}

        say() { echo "$(date '+%F %T') task $task: $*"; }

        say "job $itself on $(hostname), start $((${SLURM_RESTART_COUNT:-0} + 1))"
        "${program[@]}" sweep task "$submission" "$task" '--data' '/data/sets' '--stack' 'off' &
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

        """, s_full.Write(tasks: 15, trials: 60));

    [Fact]
    public void Write_no_setting_leaves_everything_but_the_tasks_own_needs_to_the_cluster() => Assert.Equal(
        ["job-name", "chdir", "output", "open-mode", "nodes", "ntasks", "cpus-per-task", "requeue", "signal"],
        Options(s_full with { Settings = new SlurmSettings() }).Select(option => option[2..option.IndexOfAny(['=', '\n'])]));

    [Fact]
    public void Write_names_with_odd_characters_keep_them()
    {
        var script = s_full with { Submission = "/a b/100% \"x\"/$HOME `d` 'e' #f", WorkingFolder = "/w \"q\"" };

        // Slurm replaces % in names of files, and reads quotes and backslashes of an option; nothing more.
        Assert.Contains("--output=\"/a b/100%% \\\"x\\\"/$HOME `d` 'e' #f/logs/%A_%a.log\"\n", Options(script));
        Assert.Contains("--chdir=\"/w \\\"q\\\"\"\n", Options(script));
        Assert.Contains("""submission='/a b/100% "x"/$HOME `d` '\''e'\'' #f'""" + "\n", script.Write(1, 1));
    }

    [Theory]
    [InlineData("/a\\b")]
    [InlineData("/a\nb")]
    public void Write_path_that_slurm_cannot_be_told_is_refused(string path)
    {
        var error = Assert.Throws<UserException>(() => (s_full with { Submission = path }).Write(1, 1));
        Assert.Contains("cannot be told to Slurm; use another folder (--runs DIR)", error.Message);
    }

    [LinuxFact]
    public void Write_any_script_is_well_formed_bash()
    {
        foreach (var script in new[] { s_full, s_full with { Submission = "/a'b/\"$(rm x)`", Program = ["/a 'b'/lab"], Arguments = [] } })
            Assert.Equal((0, ""), Shell.Run("bash", ["-n", "/dev/stdin"], script.Write(7, 9)));
    }

    [ShellcheckFact]
    public void Write_is_clean_for_shellcheck() =>
        Assert.Equal((0, ""), Shell.Run("shellcheck", ["-a", "-"], s_full.Write(15, 60)));

    private static IEnumerable<string> Options(SbatchScript script) => script.Write(1, 1).Split('\n')
        .Where(line => line.StartsWith("#SBATCH ", StringComparison.Ordinal)).Select(line => line["#SBATCH ".Length..] + '\n');
}
